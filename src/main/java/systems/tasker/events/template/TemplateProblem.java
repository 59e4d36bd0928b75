package systems.tasker.events.template;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A problem of a task template.
 *
 * @param file the file, relative to the templates' root
 * @param line the line the problem is on, counted from 1; 0 for the whole file
 * @param path the path in the YAML, such as {@code /steps/0/publishes_events/1/condition}
 * @param detail the problem
 * @param remedy how to fix it
 */
@RegisterForReflection
public record TemplateProblem(String file, int line, String path, String detail, String remedy) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : " " + path) + ": " + detail + " (" + remedy
                + ")";
    }
}
