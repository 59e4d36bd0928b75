package systems.tasker.events.messaging.connector;

import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

/** What is known of a queue's channel: whether it can read, whether it failed, whether anything moves. Written on one event loop. */
final class ChannelHealth {

    private static final Logger LOG = Logger.getLogger(ChannelHealth.class);

    private final String queue;
    private final Duration stalledAfter;
    private volatile String unready = "has not read the queue yet";
    private volatile String dead;
    private long movedAt = System.nanoTime();
    private boolean stalled;

    ChannelHealth(String queue, Duration stalledAfter) {
        this.queue = queue;
        this.stalledAfter = stalledAfter;
    }

    /** Why it takes no messages now; empty when it does. */
    Optional<String> notReady() {
        return Optional.ofNullable(unready);
    }

    /** Why it will never again without a restart; empty when it may. */
    Optional<String> notAlive() {
        return Optional.ofNullable(dead);
    }

    void readSucceeded(int found) {
        // A read that was in flight when the channel failed changes nothing.
        if (unready != null && dead == null) {
            unready = null;
            LOG.infof("Taking messages: queue=%s", queue);
        }
        if (found > 0) {
            moved();
        }
    }

    void readFailed(Throwable fault) {
        if (unready == null) {
            LOG.warnf("Not taking messages, trying again: queue=%s error=%s", queue, fault);
        }
        unready = "cannot read the queue: " + fault.getMessage();
    }

    void settled() {
        moved();
    }

    void failed(Throwable failure) {
        dead = "stopped by a message that was not handled: " + failure;
        unready = dead;
    }

    /** Whether nothing has moved for so long that the queue should be checked for waiting messages. */
    boolean mayBeStalled() {
        return !stalledAfter.isZero() && System.nanoTime() - movedAt > stalledAfter.toNanos();
    }

    /** Takes the result of that check. */
    void waiting(boolean messagesWait) {
        if (messagesWait && mayBeStalled() && !stalled) {
            stalled = true;
            dead = "stalled: messages wait, and none was taken or settled for " + stalledAfter.toSeconds() + " s";
            LOG.errorf("Channel stalled: queue=%s for=%s", queue, stalledAfter);
        }
    }

    private void moved() {
        movedAt = System.nanoTime();
        if (stalled) {
            stalled = false;
            dead = null;
        }
    }
}
