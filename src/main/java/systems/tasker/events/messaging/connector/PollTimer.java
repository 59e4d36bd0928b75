package systems.tasker.events.messaging.connector;

import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.Vertx;

/** Says when to look into the queue again: soon while there is work, later and later while there is none. */
final class PollTimer {

    private final long shortest;
    private final long longest;
    private final Vertx vertx;
    private final Runnable look;
    private long pause;
    private long pending = -1;

    PollTimer(IncomingSettings settings, Vertx vertx, Runnable look) {
        this.shortest = settings.pollInterval().toMillis();
        this.longest = settings.maxPollInterval().toMillis();
        this.vertx = vertx;
        this.look = look;
        this.pause = shortest;
    }

    /** Sets the timer after a look that found so many messages. */
    void after(int found) {
        stop();
        pause = found > 0 ? shortest : Math.min(longest, pause * 2);
        // Between half of it and the whole, so that several instances do not look all at once.
        var jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
        pending = vertx.setTimer(Math.max(1, jittered), due -> look.run());
    }

    void stop() {
        vertx.cancelTimer(pending);
    }
}
