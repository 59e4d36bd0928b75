package systems.tasker.events.http.stream;

import java.time.Duration;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The readers of one event loop, and the timer of their rounds. Confined to that event loop's thread. */
final class ReaderLoop {

    private static final long NONE = -1;

    // Not noticeable for people; one write carries all events of the interval.
    private static final Duration INTERVAL = Duration.ofMillis(50);
    // Writing to readers takes one percent of an event loop; the other requests get the rest.
    private static final long MAX_TIME_NANOS = INTERVAL.toNanos() / 100;

    private final Vertx vertx;
    private final Context context;
    private final RoundRobinWriter rounds;
    private long timer = NONE;

    ReaderLoop(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
        this.rounds = new RoundRobinWriter(MAX_TIME_NANOS, System::nanoTime);
    }

    void add(StreamReader reader) {
        rounds.add(reader);
        // On the loop's own context, because the timer outlives the request that starts it.
        context.runOnContext(now -> start());
    }

    void remove(StreamReader reader) {
        rounds.remove(reader);
        if (rounds.isEmpty() && timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void start() {
        if (timer == NONE && !rounds.isEmpty()) {
            timer = vertx.setPeriodic(INTERVAL.toMillis(), due -> rounds.round());
        }
    }

    void end() {
        rounds.end();
    }
}
