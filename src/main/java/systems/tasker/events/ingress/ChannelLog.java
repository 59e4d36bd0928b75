package systems.tasker.events.ingress;

import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import systems.tasker.events.connector.PgmqRejection;

/** Tells the log of messages that were not accepted: one line for many that come together. */
final class ChannelLog {

    private static final Logger LOG = Logger.getLogger(ChannelLog.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Burst rejected = new Burst();
    private final Burst failed = new Burst();
    private final Burst unsettled = new Burst();

    void rejected(PgmqRejection rejection) {
        var messages = rejected.next();
        if (messages > 0) {
            LOG.warnf(
                    "Message rejected: reason=%s errors=%s messages_since_last_line=%d",
                    rejection.reason(), rejection.errors(), messages);
        }
    }

    void failed(Throwable failure) {
        var messages = failed.next();
        if (messages > 0) {
            LOG.errorf(failure, "Message failed: messages_since_last_line=%d", messages);
        }
    }

    void unsettled(Throwable failure) {
        var messages = unsettled.next();
        if (messages > 0) {
            LOG.errorf("Message not settled, it comes again: messages_since_last_line=%d error=%s", messages, failure);
        }
    }

    /** Counts what comes together. */
    private static final class Burst {

        private long lastLine = System.nanoTime() - QUIET_NANOS;
        private int count;

        /** @return how many came since the last line, or 0 when that was a moment ago */
        synchronized int next() {
            count++;
            var now = System.nanoTime();
            if (now - lastLine < QUIET_NANOS) {
                return 0;
            }
            var since = count;
            lastLine = now;
            count = 0;
            return since;
        }
    }
}
