package systems.tasker.events.observability.metrics;

import java.util.List;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.subscriber.SubscriberState;

/** Reports subscribers that are paused because they kept failing. */
@Singleton
class SubscriberStatus implements StatusSource {

    private final SubscriberRegistry subscribers;

    SubscriberStatus(SubscriberRegistry subscribers) {
        this.subscribers = subscribers;
    }

    @Override
    public List<StatusReason> reasons() {
        return subscribers.statistics().stream()
                .filter(statistics -> statistics.state() == SubscriberState.PAUSED)
                .map(paused -> StatusReason.degraded(
                        "subscriber_paused",
                        "Subscriber " + paused.name() + " failed too often in a row and is paused; it lost "
                                + paused.paused() + " events to that so far"))
                .toList();
    }
}
