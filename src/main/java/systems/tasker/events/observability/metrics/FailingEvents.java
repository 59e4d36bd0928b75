package systems.tasker.events.observability.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.template.TemplateCatalog;

/** Remembers which events fail, until an event has not failed for a while. */
@Singleton
class FailingEvents implements PublicationListener, StatusSource {

    private static final String UNDECLARED = "undeclared events";
    // Longer than a scrape, a poll of the status and the pause of a retry; short enough that a fixed publisher is soon
    // no longer reported.
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final TemplateCatalog templates;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Failures> byEvent = new ConcurrentHashMap<>();

    @Inject
    FailingEvents(TemplateCatalog templates, Clock clock) {
        this(templates, clock, System::nanoTime);
    }

    /**
     * For tests.
     *
     * @param clock shown in the status
     * @param nanoTime decides when a failure is over, because the clock may step back
     */
    FailingEvents(TemplateCatalog templates, Clock clock, LongSupplier nanoTime) {
        this.templates = templates;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private record Failures(long count, Instant first, Instant last, long lastNanos, String reason) {

        Failures and(Failures next) {
            return new Failures(count + 1, first, next.last, next.lastNanos, next.reason);
        }
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        if (outcome.status() != Status.FAILED && outcome.status() != Status.DROPPED) {
            return;
        }
        // Events that only a caller's context declares share one entry, so that no caller can exhaust the memory.
        var event = templates.declares(outcome.namespace(), outcome.eventName())
                ? outcome.namespace() + "/" + outcome.eventName()
                : UNDECLARED;
        var now = clock.instant();
        var nanos = nanoTime.getAsLong();
        var reason = outcome.reason().map(Reason::label).orElse("");
        byEvent.merge(
                event,
                new Failures(1, now, now, nanos, reason),
                (earlier, next) -> isOver(earlier, nanos) ? next : earlier.and(next));
    }

    @Override
    public List<StatusReason> reasons() {
        var now = nanoTime.getAsLong();
        byEvent.values().removeIf(failures -> isOver(failures, now));
        return byEvent.entrySet().stream()
                .sorted(Comparator.comparingLong(failing -> -failing.getValue().count()))
                .map(failing -> reason(failing.getKey(), failing.getValue()))
                .toList();
    }

    private static StatusReason reason(String event, Failures failures) {
        return StatusReason.degraded(
                "events_failing",
                "%s: %d not published since %s, the last at %s (%s)"
                        .formatted(event, failures.count(), failures.first(), failures.last(), failures.reason()));
    }

    private boolean isOver(Failures failures, long now) {
        return now - failures.lastNanos() > WINDOW.toNanos();
    }
}
