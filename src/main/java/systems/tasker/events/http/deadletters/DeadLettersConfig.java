package systems.tasker.events.http.deadletters;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What reading dead letters and sending messages again may cost. */
@ConfigMapping(prefix = "tasker.queues")
interface DeadLettersConfig {

    /** Time one statement may take before the caller is told to come back later. */
    @WithDefault("5s")
    Duration timeout();

    Page page();

    Resend resend();

    /** How many dead letters are shown at once. */
    interface Page {

        /** Dead letters on a page unless the caller says how many. */
        @WithDefault("100")
        int size();

        /** Dead letters a page may have; each comes with its headers. */
        @WithDefault("1000")
        int maxSize();
    }

    /** How much one redrive or replay does. */
    interface Resend {

        /** Messages that one statement sends; small enough to hold its locks but briefly. */
        @WithDefault("100")
        int batchSize();

        /** Messages that one call sends unless it says fewer. */
        @WithDefault("10000")
        int maxMessages();

        /** Time after which a call ends and says what remains; well below the minute after which an idle connection is closed. */
        @WithDefault("30s")
        Duration maxDuration();

        /** Archived messages that one statement looks through; bounds what a rare event in a large archive costs at once. */
        @WithDefault("10000")
        int scanSize();
    }
}
