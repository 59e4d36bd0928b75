package systems.tasker.events.subscriber;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import systems.tasker.events.event.EventName;
import systems.tasker.events.event.EventPattern;
import systems.tasker.events.json.TreeCopy;

/** A subscriber, the events it wants, and what became of those it was sent; thread-safe. */
public final class Subscription {

    private static final Logger LOG = Logger.getLogger(Subscription.class);

    private final String name;
    private final BaseSubscriber subscriber;
    private final List<EventPattern> patterns;
    private final SubscriberSettings settings;
    private final boolean onVirtualThread;
    private final FailureStreak streak;
    private final Gaps gaps;
    private final Clock clock;
    private final RecentEvents recent = new RecentEvents();
    private final LongAdder received = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** A subscription with the default settings. */
    public Subscription(BaseSubscriber subscriber, List<EventPattern> patterns) {
        this(subscriber, patterns, SubscriberSettings.DEFAULT, false, Clock.systemUTC(), System::nanoTime);
    }

    /**
     * A subscription.
     *
     * @param onVirtualThread whether the subscriber asked to run on virtual threads
     * @param clock the time that people see
     * @param nanoTime what pauses are measured by
     */
    public Subscription(
            BaseSubscriber subscriber,
            List<EventPattern> patterns,
            SubscriberSettings settings,
            boolean onVirtualThread,
            Clock clock,
            LongSupplier nanoTime) {
        this(nameOf(subscriber), subscriber, patterns, settings, onVirtualThread, clock, nanoTime);
    }

    /** @param name the subscriber's name as it was when it was read */
    Subscription(
            String name,
            BaseSubscriber subscriber,
            List<EventPattern> patterns,
            SubscriberSettings settings,
            boolean onVirtualThread,
            Clock clock,
            LongSupplier nanoTime) {
        this.name = name;
        this.subscriber = subscriber;
        this.patterns = List.copyOf(patterns);
        this.settings = settings;
        this.onVirtualThread = onVirtualThread;
        this.streak = new FailureStreak(settings.pauseAfter(), settings.pause(), nanoTime);
        this.gaps = new Gaps(clock, nanoTime);
        this.clock = clock;
    }

    /** The name of a bean, read once. */
    static String nameOf(BaseSubscriber subscriber) {
        String name;
        try {
            name = subscriber.name();
        } catch (RuntimeException | LinkageError thrown) {
            throw new IllegalStateException(
                    "The name of subscriber " + subscriber.getClass().getName() + " cannot be read: " + thrown, thrown);
        }
        if (name == null || name.isBlank()) {
            throw new IllegalStateException("Subscriber "
                    + subscriber.getClass().getName() + " has no name: its name() returns null or a blank text");
        }
        return name;
    }

    public String name() {
        return name;
    }

    public BaseSubscriber subscriber() {
        return subscriber;
    }

    public List<EventPattern> patterns() {
        return patterns;
    }

    public SubscriberSettings settings() {
        return settings;
    }

    public boolean isOnVirtualThread() {
        return onVirtualThread;
    }

    public boolean wants(EventName event) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(event));
    }

    /** Whether the subscriber is paused because it failed too often in a row. */
    public boolean isPaused() {
        return streak.isPaused();
    }

    public void countReceived() {
        received.increment();
    }

    public void countHandled(UUID eventId) {
        handled.increment();
        recent.add(eventId, EventOutcome.HANDLED, clock.millis());
        streak.success();
    }

    public void countSkipped(UUID eventId) {
        skipped.increment();
        recent.add(eventId, EventOutcome.SKIPPED, clock.millis());
    }

    /** Counts an event that failed or timed out, and pauses the subscriber after too many consecutive failures. */
    public void countFailed(UUID eventId, Throwable error) {
        failed.increment();
        recent.add(eventId, EventOutcome.FAILED, clock.millis());
        if (streak.failure()) {
            LOG.warnf(
                    "Subscriber paused after consecutive failures: subscriber=%s failures_in_a_row=%d pause=%s error=%s",
                    name, streak.consecutive(), settings.pause(), error);
        }
    }

    /** What it did with an event; empty when it did not get it, or has forgotten it. */
    public Optional<RecentEvent> recent(UUID eventId) {
        return recent.find(eventId);
    }

    /** Counts an event that the subscriber never got, as part of a gap. */
    public void countLost(GapReason reason, EventName event) {
        gaps.lose(reason, event);
    }

    /**
     * Closes and logs the gaps that are over; called periodically.
     *
     * @return whether the subscriber has to be called for any
     */
    public boolean closeGaps() {
        gaps.close(isPaused()).forEach(this::log);
        return gaps.hasUnreported();
    }

    /** Closes and logs all gaps; the subscriber is not called for them. */
    public void closeAllGaps() {
        gaps.closeAll().forEach(this::log);
    }

    /** Whether {@link #takeUnreported} has something; costs one read of memory. */
    public boolean hasUnreported() {
        return gaps.hasUnreported();
    }

    /** The oldest gap that the subscriber has not been called for, or null. */
    public Gap takeUnreported() {
        return gaps.takeUnreported();
    }

    private void log(Gap gap) {
        LOG.warnf(
                "Events lost: subscriber=%s reason=%s events=%d from=%s to=%s event_names=%s",
                name, gap.reason().label(), gap.events(), gap.from(), gap.to(), gap.eventNames());
    }

    /** The counts since the process started. Every event received is handled, skipped, failed, lost or still waiting. */
    public SubscriberStatistics statistics() {
        var lagged = gaps.total(GapReason.LAGGED);
        var paused = gaps.total(GapReason.PAUSED);
        // Read before "received", so that an event which ends in between cannot make "waiting" negative.
        long ended = handled.sum() + skipped.sum() + failed.sum() + lagged + paused + gaps.total(GapReason.SHUTDOWN);
        var errors = JsonNodeFactory.instance.objectNode();
        var isActive = guarded("is_active", subscriber::isActive, false, errors);
        var details = guarded("details", this::details, JsonNodeFactory.instance.objectNode(), errors);
        return new SubscriberStatistics(
                name,
                patterns.stream().map(EventPattern::value).toList(),
                isActive,
                state(isActive),
                received.sum(),
                handled.sum(),
                skipped.sum(),
                failed.sum(),
                lagged,
                paused,
                received.sum() - ended,
                gaps.latest(),
                details.setAll(errors));
    }

    /** A copy: the subscriber may keep and change what it returned. */
    private ObjectNode details() {
        return (ObjectNode) TreeCopy.of(subscriber.details())
                .orElseThrow(() -> new IllegalStateException("Jackson cannot write the details"));
    }

    /** What a bean says; what it throws is shown in place of that. */
    private static <T> T guarded(String what, Supplier<T> bean, T otherwise, ObjectNode errors) {
        try {
            return bean.get();
        } catch (Throwable thrown) {
            // An Error of one bean must not hide the statistics of the others.
            errors.put(what + "_error", String.valueOf(thrown));
            return otherwise;
        }
    }

    private SubscriberState state(boolean isActive) {
        if (!isActive) {
            return SubscriberState.INACTIVE;
        }
        return isPaused() ? SubscriberState.PAUSED : SubscriberState.ACTIVE;
    }
}
