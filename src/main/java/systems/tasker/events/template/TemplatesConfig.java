package systems.tasker.events.template;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the task templates are. */
@ConfigMapping(prefix = "tasker.templates")
interface TemplatesConfig {

    /** Folder whose {@code *.yaml} and {@code *.yml} files are read, subfolders included. */
    @WithDefault("config/tasks")
    Path path();
}
