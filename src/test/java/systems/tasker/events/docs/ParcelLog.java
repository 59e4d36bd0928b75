package systems.tasker.events.docs;

import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.subscriber.DomainEvents;

@Singleton
class ParcelLog {

    private static final Logger LOG = Logger.getLogger(ParcelLog.class);

    void on(@ObservesAsync @DomainEvents("parcel.*") DomainEvent event) {
        LOG.infof("Parcel on its way: event_id=%s", event.eventId());
    }
}
