package systems.tasker.events.template;

import java.nio.file.Path;
import java.util.List;

/** Reads the template files as they are now, and activates nothing. */
public final class TemplateInspection {

    private final Path folder;
    private final boolean allowEmpty;
    private final KnownPublishers publishers;

    TemplateInspection(Path folder, boolean allowEmpty, KnownPublishers publishers) {
        this.folder = folder;
        this.allowEmpty = allowEmpty;
        this.publishers = publishers;
    }

    /**
     * What the files hold.
     *
     * @param templates the templates without problems
     * @param problems the problems of the others, sorted by file and line
     */
    public record Inspected(List<TaskTemplate> templates, List<TemplateProblem> problems) {

        public Inspected {
            templates = List.copyOf(templates);
            problems = List.copyOf(problems);
        }
    }

    /** Reads and validates all files; blocks until done. */
    public Inspected inspect() {
        // Files of its own: those of the reload remember what was read last, and a change would be missed.
        var files = new TemplateFiles(folder, TemplateLimits.DEFAULT, allowEmpty);
        var reading = TemplateReading.of(files.read(), publishers, files.limits());
        return new Inspected(reading.templates(), reading.problems());
    }
}
