package systems.tasker.events.subscriber;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import systems.tasker.events.event.EventName;
import systems.tasker.events.event.EventPattern;

/** A subscriber, the events it wants, and what became of those it was sent; safe to count on from any thread. */
public final class Subscription {

    private final String name;
    private final BaseSubscriber subscriber;
    private final List<EventPattern> patterns;
    private final LongAdder received = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder lagged = new LongAdder();

    public Subscription(BaseSubscriber subscriber, List<EventPattern> patterns) {
        this.name = subscriber.name();
        this.subscriber = subscriber;
        this.patterns = List.copyOf(patterns);
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

    public boolean wants(EventName event) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(event));
    }

    public void countReceived() {
        received.increment();
    }

    public void countHandled() {
        handled.increment();
    }

    public void countSkipped() {
        skipped.increment();
    }

    public void countFailed() {
        failed.increment();
    }

    public void countLagged() {
        lagged.increment();
    }

    /** The counts since the process started. Every event received is handled, skipped, failed, lagged or still waiting. */
    public SubscriberStatistics statistics() {
        // Read before "received", so that an event which ends in between cannot make "waiting" negative.
        long ended = handled.sum() + skipped.sum() + failed.sum() + lagged.sum();
        return new SubscriberStatistics(
                name,
                patterns.stream().map(EventPattern::value).toList(),
                subscriber.isActive(),
                received.sum(),
                handled.sum(),
                skipped.sum(),
                failed.sum(),
                lagged.sum(),
                received.sum() - ended,
                subscriber.details());
    }
}
