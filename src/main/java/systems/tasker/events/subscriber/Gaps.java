package systems.tasker.events.subscriber;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import systems.tasker.events.event.EventName;

/** The events that a subscriber lost, by reason and burst; thread-safe. Costs nothing while no event is lost. */
final class Gaps {

    /** Names a gap remembers: enough to see what is missing, however many a caller makes up. */
    static final int MAX_NAMES = 20;
    /** Closed gaps that the statistics show, and as many that wait for a busy subscriber. */
    static final int MAX_GAPS = 10;
    // A subscriber at its limit loses an event here and there; those are one burst, and one line in the log.
    static final Duration QUIET = Duration.ofSeconds(1);
    // A burst that does not end is reported all the same.
    static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<GapReason, LongAdder> totals = new EnumMap<>(GapReason.class);
    private final Map<GapReason, Burst> open = new EnumMap<>(GapReason.class);
    private final Deque<Gap> closed = new ArrayDeque<>();
    private final Deque<Gap> unreported = new ArrayDeque<>();
    // Read without the lock, because there is usually nothing to find.
    private volatile boolean isOpen;
    private volatile boolean hasUnreported;

    private static final class Burst {

        private final Instant from;
        private final long fromNanos;
        private final Set<String> names = new LinkedHashSet<>();
        private Instant to;
        private long toNanos;
        private long events;

        Burst(Instant from, long fromNanos) {
            this.from = from;
            this.fromNanos = fromNanos;
        }

        Gap gap(GapReason reason) {
            return new Gap(reason, events, from, to, new ArrayList<>(names));
        }
    }

    /**
     * No gaps yet.
     *
     * @param clock shown to people
     * @param nanoTime decides when a burst is over, because the clock may step back
     */
    Gaps(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        for (var reason : GapReason.values()) {
            totals.put(reason, new LongAdder());
        }
    }

    long total(GapReason reason) {
        return totals.get(reason).sum();
    }

    void lose(GapReason reason, EventName name) {
        totals.get(reason).increment();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var nanos = nanoTime.getAsLong();
        synchronized (this) {
            var burst = open.computeIfAbsent(reason, opened -> new Burst(now, nanos));
            burst.to = now;
            burst.toNanos = nanos;
            burst.events++;
            if (burst.names.size() < MAX_NAMES) {
                burst.names.add(name.value());
            }
            isOpen = true;
        }
    }

    /**
     * Closes the bursts that are over, or have lasted long enough to be reported.
     *
     * @param isPaused whether the subscriber pauses now: what it loses meanwhile is one burst, however seldom events come
     * @return the gaps that closed
     */
    List<Gap> close(boolean isPaused) {
        if (!isOpen) {
            return List.of();
        }
        var now = nanoTime.getAsLong();
        synchronized (this) {
            var gaps = new ArrayList<Gap>();
            open.entrySet().removeIf(entry -> {
                var reason = entry.getKey();
                var burst = entry.getValue();
                var isQuiet = reason == GapReason.PAUSED ? !isPaused : now - burst.toNanos >= QUIET.toNanos();
                // Without a listener a burst continues, so that records neither pile up nor get lost.
                return unreported.size() < MAX_GAPS
                        && (isQuiet || now - burst.fromNanos >= LONGEST.toNanos())
                        && gaps.add(close(burst.gap(reason)));
            });
            isOpen = !open.isEmpty();
            return gaps;
        }
    }

    /** Closes all bursts without reporting them to the subscriber. */
    synchronized List<Gap> closeAll() {
        var gaps = open.entrySet().stream()
                .map(entry -> close(entry.getValue().gap(entry.getKey())))
                .toList();
        open.clear();
        isOpen = false;
        unreported.clear();
        hasUnreported = false;
        return gaps;
    }

    private Gap close(Gap gap) {
        closed.addFirst(gap);
        if (closed.size() > MAX_GAPS) {
            closed.removeLast();
        }
        unreported.addLast(gap);
        hasUnreported = true;
        return gap;
    }

    boolean hasUnreported() {
        return hasUnreported;
    }

    /** Removes the oldest gap that was not reported to the subscriber; null when there is none. */
    Gap takeUnreported() {
        if (!hasUnreported) {
            return null;
        }
        synchronized (this) {
            var gap = unreported.pollFirst();
            hasUnreported = !unreported.isEmpty();
            return gap;
        }
    }

    /** The latest gaps, newest first, those that still grow included. */
    synchronized List<Gap> latest() {
        var gaps = new ArrayList<Gap>();
        open.forEach((reason, burst) -> gaps.add(burst.gap(reason)));
        gaps.addAll(closed);
        return gaps;
    }
}
