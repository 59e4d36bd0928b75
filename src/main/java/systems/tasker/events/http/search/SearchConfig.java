package systems.tasker.events.http.search;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What finding events in queues and archives may cost. */
@ConfigMapping(prefix = "tasker.queues")
interface SearchConfig {

    Search search();

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
}
