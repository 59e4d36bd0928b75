package systems.tasker.events.http.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The readers of one event loop, and the timer of their rounds. Confined to that event loop's thread. */
final class ReaderLoop {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context context;
    private final RoundRobinWriter rounds;
    private final long intervalMillis;
    private long timer = NONE;

    ReaderLoop(Vertx vertx, Context context, StreamConfig config) {
        this.vertx = vertx;
        this.context = context;
        this.intervalMillis = config.interval().toMillis();
        this.rounds = new RoundRobinWriter((long) (config.interval().toNanos() * config.timeShare()), System::nanoTime);
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
            timer = vertx.setPeriodic(intervalMillis, due -> rounds.round());
        }
    }

    void end() {
        rounds.end();
    }
}
