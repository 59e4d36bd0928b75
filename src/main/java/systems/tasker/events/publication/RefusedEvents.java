package systems.tasker.events.publication;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PlannedEvent.Due;
import systems.tasker.events.publication.PlannedEvent.NotDue;
import systems.tasker.events.publication.PlannedEvent.Refused;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.DurableEvent.Refusal;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publication.store.StoreUnavailableException;

/**
 * Plans anew what the database did not store: as dead letters first, then without those that it refuses one by one.
 *
 * <p>One dead letter that cannot be stored, or whose queue is missing, must not cost the others.
 */
final class RefusedEvents {

    private static final Logger LOG = Logger.getLogger(RefusedEvents.class);

    private final ResultLedger ledger;
    private final Clock clock;
    private final LogThrottle refusals = new LogThrottle();

    RefusedEvents(ResultLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * The plan of a result after the database refused its durable events: they fail and go to the dead letters; of dead letters, those
     * stay that are not refused one by one. Fails with {@link StoreUnavailableException} when the database is unavailable meanwhile.
     *
     * @param detail the database's message
     */
    Uni<List<PlannedEvent>> replan(List<PlannedEvent> plan, String detail) {
        var durable = PlannedEvent.durable(plan);
        durable.forEach(event -> log(event, detail));
        var deadLetters =
                durable.stream().filter(event -> event.refusal().isPresent()).toList();
        if (deadLetters.isEmpty()) {
            var refusal = new Refusal(detail, clock.instant());
            return Uni.createFrom()
                    .item(plan.stream()
                            .map(planned -> refused(planned, refusal))
                            .toList());
        }
        return deadLetters.size() == 1
                ? Uni.createFrom().item(without(plan, deadLetters))
                : ledger.refused(deadLetters)
                        // Refused together and none alone: the result must not wait for an explanation.
                        .map(alone -> without(plan, alone.isEmpty() ? deadLetters : alone));
    }

    private static PlannedEvent refused(PlannedEvent planned, Refusal refusal) {
        return planned instanceof Due due && due.queued().isPresent()
                ? new Refused(due.declared(), due.queued().get().refused(refusal), due.payloadSize())
                : planned;
    }

    private static List<PlannedEvent> without(List<PlannedEvent> plan, List<DurableEvent> gone) {
        var ids = gone.stream().map(durable -> durable.event().eventId()).collect(Collectors.toSet());
        return plan.stream()
                .map(planned -> planned instanceof Refused again
                                && ids.contains(again.deadLetter().event().eventId())
                        ? new NotDue(again.declared(), Status.FAILED, Reason.SEND_REFUSED, again.payload())
                        : planned)
                .toList();
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
