package systems.tasker.events.http.search;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What finding events in queues and archives may cost. */
@ConfigMapping(prefix = "tasker.queues")
interface SearchConfig {

    Search search();

    /** Searches scan queues and archives, which have no index for them unless an operator adds one. */
    interface Search {

        /** Timeout of a search, at which PostgreSQL ends it. */
        @WithDefault("5s")
        Duration timeout();

        /** Concurrent searches; one more is rejected with 503, because each takes a connection from those that accept results. */
        @WithDefault("2")
        int maxConcurrent();
    }
}
