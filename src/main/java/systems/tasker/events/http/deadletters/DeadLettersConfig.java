package systems.tasker.events.http.deadletters;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What reading dead letters and sending messages again may cost. */
@ConfigMapping(prefix = "tasker.queues")
interface DeadLettersConfig {

    /** Timeout of one statement on a queue. */
    @WithDefault("5s")
    Duration timeout();

    Resend resend();

    /** How much one redrive or replay does. */
    interface Resend {

        /** Messages that one statement sends. */
        @WithDefault("100")
        int batchSize();

        /** Messages that one call sends unless it asks for fewer. */
        @WithDefault("10000")
        int maxMessages();

        /** Time after which a call ends and reports what remains; shorter than the idle timeout of HTTP connections. */
        @WithDefault("30s")
        Duration timeout();

        /** Archived messages that one statement scans. */
        @WithDefault("10000")
        int scanSize();
    }
}
