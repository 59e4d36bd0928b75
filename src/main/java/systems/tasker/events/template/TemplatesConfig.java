package systems.tasker.events.template;

import java.nio.file.Path;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the task templates are, and how often they are read. */
@ConfigMapping(prefix = "tasker.templates")
interface TemplatesConfig {

    /** Folder of the task templates; its `*.yaml` and `*.yml` files are read, including those of subfolders. */
    @WithDefault("config/tasks")
    Path path();

    /**
     * Interval at which the files are checked for changes; a change that two checks in a row find is loaded, so that no half-written file
     * is read.
     */
    @WithDefault("5s")
    Duration pollInterval();

    /** Whether a folder without templates is valid; otherwise it is a problem, as of a volume that is not mounted. */
    @WithDefault("false")
    boolean allowEmpty();
}
