package systems.tasker.events.docs;

import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.SubscribesTo;

@Singleton
@SubscribesTo({"parcel.*", "*.returned"})
class ParcelCounter extends BaseSubscriber {
    private final LongAdder parcels = new LongAdder();

    @Override
    public void handle(DomainEvent event) {
        parcels.increment();
    }
}
