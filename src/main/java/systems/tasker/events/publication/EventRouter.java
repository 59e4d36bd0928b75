package systems.tasker.events.publication;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PublicationOutcome.Reason;

/** Splits the events of a result by their delivery mode: the durable ones for the commit, the others for the bus after it. */
public final class EventRouter {

    private static final Logger LOG = Logger.getLogger(EventRouter.class);

    private static final Set<Reason> NOT_SENT = EnumSet.of(Reason.SEND_REFUSED, Reason.STORE_UNAVAILABLE);

    private final LogThrottle refusals = new LogThrottle();
    private final LogThrottle lost = new LogThrottle();
    private final InProcessEventBus bus;
    private final Clock clock;
    private final Map<DeliveryMode, LongAdder> routed = Stream.of(DeliveryMode.values())
            .collect(Collectors.toUnmodifiableMap(mode -> mode, mode -> new LongAdder()));
    private final LongAdder total = new LongAdder();
    private final LongAdder busErrors = new LongAdder();
    private final LongAdder refused = new LongAdder();

    EventRouter(InProcessEventBus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /** The events that are committed with the result, in order. */
    List<DurableEvent> durable(List<PublicationOutcome> outcomes) {
        return outcomes.stream().flatMap(outcome -> outcome.durable().stream()).toList();
    }

    /** The outcomes of a result whose durable events did not get into their queue: those failed, the fast ones did not. */
    List<PublicationOutcome> withoutDurable(List<PublicationOutcome> outcomes, Reason why) {
        return outcomes.stream()
                .map(outcome -> outcome.isDurable() ? outcome.failed(why) : outcome)
                .toList();
    }

    /** The outcomes of a result whose durable events were refused: they failed, and go to the dead letters unless those refuse them, too. */
    List<PublicationOutcome> refused(List<PublicationOutcome> outcomes, String detail) {
        var refusal = new DurableEvent.Refusal(detail, clock.instant());
        return outcomes.stream()
                .map(outcome -> outcome.durable()
                        .map(durable -> {
                            StepLoggingContext.during(
                                    durable.event().metadata(),
                                    () -> refusals.log(events -> LOG.warnf(
                                            "Durable event refused: event=%s event_id=%s queue=%s events_since_last_line=%d error=%s",
                                            durable.event().eventName(),
                                            durable.event().eventId(),
                                            durable.destination(durable.queue()),
                                            events,
                                            detail)));
                            return outcome.refused(refusal);
                        })
                        .orElse(outcome))
                .toList();
    }

    /** Hands the in-process events to the bus and counts them all; called after the commit. */
    void handOn(List<PublicationOutcome> outcomes) {
        for (var outcome : outcomes) {
            if (outcome.reason().filter(NOT_SENT::contains).isPresent()) {
                total.increment();
                refused.increment();
            }
            outcome.event().ifPresent(event -> {
                total.increment();
                if (!outcome.isInProcess() || handOn(event)) {
                    outcome.deliveryMode().ifPresent(mode -> routed.get(mode).increment());
                }
            });
        }
    }

    private boolean handOn(DomainEvent event) {
        try {
            bus.publish(event);
            return true;
        } catch (RuntimeException | LinkageError failure) {
            busErrors.increment();
            StepLoggingContext.during(
                    event.metadata(),
                    () -> lost.log(events -> LOG.errorf(
                            "Event not handed to the bus: event=%s event_id=%s events_since_last_line=%d error=%s",
                            event.eventName(), event.eventId(), events, failure)));
            LOG.debug("Event not handed to the bus", failure);
            return false;
        }
    }

    /** The counts since the process started. */
    public RouterStatistics statistics() {
        return new RouterStatistics(
                total.sum(),
                routed.get(DeliveryMode.DURABLE).sum(),
                routed.get(DeliveryMode.FAST).sum(),
                routed.get(DeliveryMode.BROADCAST).sum(),
                busErrors.sum(),
                refused.sum());
    }
}
