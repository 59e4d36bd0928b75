package systems.tasker.events.http.search;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What finding events may cost: searches scan queues and archives, which have no index for them unless an operator adds one. */
@ConfigMapping(prefix = "tasker.queues.search")
interface SearchConfig {

    /** Timeout of a search, at which PostgreSQL ends it. */
    @WithDefault("5s")
    Duration timeout();

    /** Concurrent searches; one more is rejected with 503, because each takes a connection from those that accept results. */
    @WithDefault("2")
    int maxConcurrent();
}
