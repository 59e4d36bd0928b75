package systems.tasker.events.messaging.results;

import org.jboss.logging.Logger;

import systems.tasker.events.messaging.connector.PgmqRejection;
import systems.tasker.events.observability.LogThrottle;

/** Tells the log of messages that were not accepted: one line for many that come together. */
final class ChannelLog {

    private static final Logger LOG = Logger.getLogger(ChannelLog.class);

    private final LogThrottle rejected = new LogThrottle();
    private final LogThrottle failed = new LogThrottle();
    private final LogThrottle unsettled = new LogThrottle();

    void rejected(PgmqRejection rejection) {
        rejected.log(messages -> LOG.warnf(
                "Message rejected: reason=%s errors=%s messages_since_last_line=%d",
                rejection.reason(), rejection.errors(), messages));
    }

    void failed(Throwable failure) {
        failed.log(messages -> LOG.errorf(failure, "Message failed: messages_since_last_line=%d", messages));
    }

    void unsettled(Throwable failure) {
        unsettled.log(messages -> LOG.errorf(
                "Message not settled, it will be delivered again: messages_since_last_line=%d error=%s",
                messages, failure));
    }
}
