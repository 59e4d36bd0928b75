package systems.tasker.events.template;

import java.nio.file.Path;
import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the task templates are, how they are read, and what they may cost. */
@ConfigMapping(prefix = "tasker.templates")
interface TemplatesConfig {

    /** Folder whose {@code *.yaml} and {@code *.yml} files are read, subfolders included. */
    @WithDefault("config/tasks")
    Path path();

    /** Time between two looks whether the files have changed; two looks that agree start a reload, so that nothing half written is read. */
    @WithDefault("5s")
    Duration pollInterval();

    /** Template files that are read; each look asks the file system about every one of them. */
    @WithDefault(TemplateLimits.DEFAULT_MAX_FILES)
    int maxFiles();

    /** Bytes a template file may have; a ConfigMap holds no more either. */
    @WithDefault(TemplateLimits.DEFAULT_MAX_FILE_SIZE)
    MemorySize maxFileSize();

    Schemas schema();

    /** What the schema of an event may cost; schemas come from callers, too, inside step contexts. */
    interface Schemas {

        /** Characters a schema may have; a large one has some kilobytes. */
        @WithDefault(TemplateLimits.DEFAULT_MAX_SCHEMA_SIZE)
        int maxSize();

        /** Steps that checking a payload against its schema may take: a character read by a pattern is one, a keyword two, an error a hundred; some twenty milliseconds, in which the thread serves no other request. */
        @WithDefault(TemplateLimits.DEFAULT_MAX_MATCH_STEPS)
        int maxMatchSteps();

        /** Alternatives of `anyOf` and `oneOf` that a value may have, multiplied out, for the contract firewall to compare them: each is tried against each. */
        @WithDefault(TemplateLimits.DEFAULT_MAX_ALTERNATIVES)
        int maxAlternatives();

        /** Pairs of values that the contract firewall looks at to compare two schemas; real ones need a few hundred, and one made to explode must not stop a reload. */
        @WithDefault(TemplateLimits.DEFAULT_MAX_COMPARISONS)
        int maxComparisons();
    }
}
