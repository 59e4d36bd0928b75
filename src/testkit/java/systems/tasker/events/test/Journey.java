package systems.tasker.events.test;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;

/**
 * The journeys that task templates declare, ready to be walked in a plain test; immutable.
 *
 * <p>Everything between submission and receipt is the code of the service: conditions, publisher hooks, schema, metadata, routing. Only the
 * database and the bus are in memory, and publishers run on the thread of the test, without a time limit, so that a debugger may halt them.
 */
public final class Journey {

    private final TemplateCatalog templates;

    private Journey(TemplateCatalog templates) {
        this.templates = templates;
    }

    /**
     * Reads the templates below a folder, as the service does. Which publishers there are is asked later, of the one step under test.
     *
     * @throws RuntimeException whose message lists every problem of every file
     */
    public static Journey load(Path folder) {
        return new Journey(TemplateCatalog.load(folder, KnownPublishers.any()));
    }

    /**
     * The journey of a step whose template's name is unique.
     *
     * @throws IllegalArgumentException when there is no such step, or more than one
     */
    public StepScenario of(String task, String step) {
        var named = templates.templates().stream()
                .filter(template -> template.name().equals(task))
                .toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException(
                    named.isEmpty()
                            ? "No template is called '" + task + "', there are " + coordinates(templates.templates())
                            : "Say which one is meant, with its namespace and version: " + coordinates(named));
        }
        return of(named.get(0), step);
    }

    /**
     * The journey of a step.
     *
     * @throws IllegalArgumentException when there is no such step
     */
    public StepScenario of(String namespace, String task, String version, String step) {
        return of(
                templates
                        .find(namespace, task, version)
                        .orElseThrow(() -> new IllegalArgumentException("No template is " + namespace + "/" + task + "/"
                                + version + ", there are " + coordinates(templates.templates()))),
                step);
    }

    private StepScenario of(TaskTemplate template, String step) {
        return template.steps().stream()
                .filter(definition -> definition.name().equals(step))
                .findFirst()
                .map(definition -> StepScenario.of(templates, template, definition))
                .orElseThrow(() ->
                        new IllegalArgumentException(template.coordinates() + " has no step '" + step + "', it has "
                                + template.steps().stream()
                                        .map(definition -> definition.name())
                                        .toList()));
    }

    private static List<String> coordinates(Iterable<TaskTemplate> some) {
        var coordinates = new TreeSet<String>();
        some.forEach(template -> coordinates.add(template.coordinates()));
        return List.copyOf(coordinates);
    }
}
