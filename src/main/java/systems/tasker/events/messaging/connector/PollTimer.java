package systems.tasker.events.messaging.connector;

import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.Vertx;

/** Decides when to poll the queue: soon while there are messages, with growing intervals while there are none. */
final class PollTimer {

    private final long shortest;
    private final long longest;
    private final Vertx vertx;
    private final Runnable poll;
    private long pause;
    private long pending = -1;

    PollTimer(IncomingSettings settings, Vertx vertx, Runnable poll) {
        this.shortest = settings.pollInterval().toMillis();
        this.longest = settings.maxPollInterval().toMillis();
        this.vertx = vertx;
        this.poll = poll;
        this.pause = shortest;
    }

    /** Sets the timer after a poll that found so many messages. */
    void after(int found) {
        stop();
        pause = found > 0 ? shortest : Math.min(longest, pause * 2);
        // Between half of it and the whole, so that instances do not poll at the same time.
        var jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
        pending = vertx.setTimer(Math.max(1, jittered), due -> poll.run());
    }

    void stop() {
        vertx.cancelTimer(pending);
    }
}
