package systems.tasker.events.subscriber;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DomainEvent;

/** Logs that an event passed, without its payload. */
@Singleton
@SubscribesTo("*")
class LoggingSubscriber extends BaseSubscriber {

    private static final Logger LOG = Logger.getLogger(LoggingSubscriber.class);

    @Override
    public void handle(DomainEvent event) {
        var metadata = event.metadata();
        LOG.infof(
                "Domain event: event=%s event_id=%s namespace=%s step=%.255s task_uuid=%s correlation_id=%.255s",
                event.eventName(),
                event.eventId(),
                metadata.namespace(),
                metadata.stepName(),
                metadata.taskUuid(),
                metadata.correlationId());
    }
}
