package systems.tasker.events.publication;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.PlannedEvent.Due;
import systems.tasker.events.publication.PublicationOutcome.Reason;

/**
 * Dispatches the events of a result whose plan is final, once it is committed.
 *
 * <pre>
 *     plan ─▶ report: the outcome of each event to the listeners
 *          ─▶ deliver: fast and broadcast events to the bus; statistics
 *          ─▶ afterPublish: calls the publisher of each event that went out; onPublishError of each that the commit cost
 * </pre>
 *
 * <p>Thread-safe; never fails.
 */
final class PostCommitDispatcher {

    private static final Logger LOG = Logger.getLogger(PostCommitDispatcher.class);

    private static final Set<Reason> NOT_SENT = EnumSet.of(Reason.SEND_REFUSED, Reason.STORE_UNAVAILABLE);

    private final InProcessEventBus bus;
    private final PublicationListener listener;
    private final PublishErrors errors;
    private final HeapBudget waitingHooks;
    private final LogThrottle lost = new LogThrottle();
    private final LogThrottle failedHooks = new LogThrottle();
    private final Map<DeliveryMode, LongAdder> routed = Stream.of(DeliveryMode.values())
            .collect(Collectors.toUnmodifiableMap(mode -> mode, mode -> new LongAdder()));
    private final LongAdder total = new LongAdder();
    private final LongAdder busErrors = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** @param waitingHooks takes what calls of {@code afterPublish} retain that wait or run */
    PostCommitDispatcher(
            InProcessEventBus bus, PublicationListener listener, PublishErrors errors, HeapBudget waitingHooks) {
        this.bus = bus;
        this.listener = listener;
        this.errors = errors;
        this.waitingHooks = waitingHooks;
    }

    /** @param memory bytes of heap that the result and its context retain */
    void dispatch(StepRun run, List<PlannedEvent> plan, long memory) {
        plan.forEach(planned -> listener.onOutcome(planned.outcome(run)));
        plan.forEach(planned -> deliver(planned, memory));
        plan.forEach(planned -> afterPublish(planned, memory));
        errors.committed(run, plan);
    }

    private void deliver(PlannedEvent planned, long memory) {
        if (planned.reason().filter(NOT_SENT::contains).isPresent()) {
            total.increment();
            refused.increment();
        } else if (planned instanceof Due due) {
            total.increment();
            var mode = due.declared().deliveryMode();
            if (!mode.isInProcess() || publish(due.made(), memory + due.payloadMemory())) {
                routed.get(mode).increment();
            }
        }
    }

    private boolean publish(DomainEvent event, long memory) {
        try {
            bus.publish(event, memory);
            return true;
        } catch (RuntimeException | LinkageError failure) {
            busErrors.increment();
            StepLoggingContext.during(
                    event.metadata(),
                    () -> lost.log(events -> LOG.errorf(
                            "Event not dispatched to the bus: event=%s event_id=%s events_since_last_line=%d error=%s",
                            event.eventName(), event.eventId(), events, failure)));
            LOG.debug("Event not dispatched to the bus", failure);
            return false;
        }
    }

    private void afterPublish(PlannedEvent planned, long memory) {
        if (!(planned instanceof Due due) || due.publisher().isDefault()) {
            return;
        }
        var event = due.made();
        var publisher = due.publisher();
        Callable<Void> hook = () -> {
            StepLoggingContext.during(
                    event.metadata(), () -> publisher.publisher().afterPublish(event.deepCopy()));
            return null;
        };
        waitingHooks
                .during(memory + due.payloadMemory(), () -> publisher.call(hook))
                .subscribe()
                .with(
                        done -> {},
                        thrown -> StepLoggingContext.during(
                                event.metadata(),
                                () -> failedHooks.log(calls -> LOG.warnf(
                                        "afterPublish failed: publisher=%s event=%s calls_since_last_line=%d error=%s",
                                        publisher.name(), event.eventName(), calls, thrown))));
    }

    /** The counts since the process started. */
    RouterStatistics statistics() {
        return new RouterStatistics(
                total.sum(),
                routed.get(DeliveryMode.DURABLE).sum(),
                routed.get(DeliveryMode.FAST).sum(),
                routed.get(DeliveryMode.BROADCAST).sum(),
                busErrors.sum(),
                refused.sum());
    }
}
