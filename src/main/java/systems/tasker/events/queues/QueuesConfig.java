package systems.tasker.events.queues;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What looking into queues and sending messages again may cost. */
@ConfigMapping(prefix = "tasker.queues")
interface QueuesConfig {

    /** Time one statement may take before the caller is told to come back later. */
    @WithDefault("5s")
    Duration timeout();

    /** Age of a queue's oldest message from which the status is degraded: nobody consumes it, or not fast enough. */
    @WithDefault("15m")
    Duration oldAfter();

    Sample sample();

    Page page();

    Search search();

    Resend resend();

    /** How the figures of all queues are taken. */
    interface Sample {

        /** Time between two samples of all queues; often enough for alerts, which look at minutes, and seldom enough to cost nothing. */
        @WithDefault("10s")
        Duration interval();

        /** Time a sample may take before it is given up and the one before it stands; by then the next one is due. */
        @WithDefault("10s")
        Duration timeLimit();

        /** Messages counted per queue and figure; a full queue would be read whole each time otherwise. */
        @WithDefault("10000")
        int maxCount();

        /** Queues that get meters of their own; a database with more would fill the monitoring with time series. */
        @WithDefault("500")
        int maxMeters();

        /** Transactions that may begin while somebody sees rows of before; then the queues are taken to be pinned, and the log says by whom. */
        @WithDefault("100000")
        int pinnedAge();
    }

    /** How many dead letters are shown at once. */
    interface Page {

        /** Dead letters on a page unless the caller says how many. */
        @WithDefault("100")
        int size();

        /** Dead letters a page may have; each comes with its headers. */
        @WithDefault("1000")
        int maxSize();
    }

    /** How events are looked for in queues and archives, which have no index for it unless somebody made one. */
    interface Search {

        /** Time a search may take before PostgreSQL ends it and the caller is told so. */
        @WithDefault("5s")
        Duration maxTime();

        /** Searches at once; one more is told to come back later, for each takes a connection from those who accept results. */
        @WithDefault("2")
        int maxConcurrent();

        /** Events on a page unless the caller says how many. */
        @WithDefault("50")
        int pageSize();

        /** Events a page may have; each comes whole. */
        @WithDefault("200")
        int maxPageSize();
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
