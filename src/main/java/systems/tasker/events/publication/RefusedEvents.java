package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;

import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.DurableEvent.Refusal;
import systems.tasker.events.publication.PlannedEvent.Due;
import systems.tasker.events.publication.PlannedEvent.NotDue;
import systems.tasker.events.publication.PlannedEvent.Refused;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;

/** Plans anew what the database did not store: as dead letters first, then not at all. */
final class RefusedEvents {

    private static final Logger LOG = Logger.getLogger(RefusedEvents.class);

    private final Clock clock;
    private final LogThrottle refusals = new LogThrottle();

    RefusedEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * The plan of a result after its queues refused its durable events: those fail and go to the dead letters, unless those refused them,
     * too.
     *
     * @param detail the database's message
     */
    List<PlannedEvent> replan(List<PlannedEvent> plan, String detail) {
        var refusal = new Refusal(detail, clock.instant());
        return plan.stream()
                .map(planned -> {
                    planned.durable().ifPresent(durable -> log(durable, detail));
                    return replan(planned, refusal);
                })
                .toList();
    }

    private static PlannedEvent replan(PlannedEvent planned, Refusal refusal) {
        if (planned instanceof Due due && due.queued().isPresent()) {
            return new Refused(due.declared(), due.queued().get().refused(refusal), due.payloadSize());
        }
        return planned instanceof Refused again
                ? new NotDue(again.declared(), Status.FAILED, Reason.SEND_REFUSED, again.payload())
                : planned;
    }

    /** The plan of a result whose durable events cannot be sent, because the database is unavailable: those fail, fast ones do not. */
    static List<PlannedEvent> withoutDurable(List<PlannedEvent> plan) {
        return plan.stream()
                .map(planned -> planned.durable().isPresent()
                        ? new NotDue(
                                planned.declaration().orElseThrow(),
                                Status.FAILED,
                                Reason.STORE_UNAVAILABLE,
                                planned.payload())
                        : planned)
                .toList();
    }

    private void log(DurableEvent durable, String detail) {
        var event = durable.event();
        StepLoggingContext.during(
                event.metadata(),
                () -> refusals.log(events -> LOG.warnf(
                        "Durable event refused: event=%s event_id=%s queue=%s events_since_last_line=%d error=%s",
                        event.eventName(), event.eventId(), durable.destination(durable.queue()), events, detail)));
    }
}
