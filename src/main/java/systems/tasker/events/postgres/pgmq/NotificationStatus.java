package systems.tasker.events.postgres.pgmq;

import java.util.List;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;

/** Reports that channels are not notified of messages. */
@Singleton
class NotificationStatus implements StatusSource {

    private final QueueWakeUps wakeUps;

    NotificationStatus(QueueWakeUps wakeUps) {
        this.wakeUps = wakeUps;
    }

    @Override
    public List<StatusReason> reasons() {
        return wakeUps.cannotListen()
                ? List.of(
                        StatusReason.degraded(
                                "notifications_unavailable",
                                "Channels poll, because their connection goes through a pooler, where LISTEN does not work."
                                        + " Point quarkus.datasource.listener.reactive.url at the server itself, or set wake-up=poll"))
                : List.of();
    }
}
