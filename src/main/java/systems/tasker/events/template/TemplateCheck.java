package systems.tasker.events.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The result of validating templates by the rules of the service: those of a folder, without starting it, or those a caller sends.
 *
 * @param templates the number of templates without problems
 * @param problems all problems, sorted by file and line
 * @param warnings what is ignored in declared events, sorted by file and line
 */
public record TemplateCheck(int templates, List<TemplateProblem> problems, List<TemplateProblem> warnings) {

    /**
     * Checks a folder.
     *
     * @param publishers the publishers besides {@code default}; empty if unknown, then any name is legal
     * @param active the contracts that consumers rely on, if known
     * @param strict whether a warning is a problem
     */
    public static TemplateCheck of(
            Path folder, Optional<List<String>> publishers, Optional<EventContracts> active, boolean strict) {
        var reading = read(folder, known(publishers), false);
        active.ifPresent(reading::comparedWith);
        if (strict) {
            reading.strict();
        }
        return of(reading);
    }

    static TemplateCheck of(TemplateReading reading) {
        return new TemplateCheck(reading.templates().size(), reading.problems(), reading.warnings());
    }

    /**
     * The contracts of the templates in a folder.
     *
     * @throws IllegalArgumentException when these have problems
     */
    public static EventContracts contracts(Path folder) {
        var reading = read(folder, known(Optional.empty()), true);
        if (!reading.problems().isEmpty()) {
            throw new IllegalArgumentException("has " + reading.problems().size() + " problem(s) itself, the first: "
                    + reading.problems().get(0));
        }
        return EventContracts.of(reading.templates());
    }

    private static TemplateReading read(Path folder, KnownPublishers publishers, boolean allowEmpty) {
        return TemplateReading.of(
                new TemplateFiles(folder, TemplateLimits.DEFAULT, allowEmpty).read(),
                publishers,
                TemplateLimits.DEFAULT);
    }

    private static KnownPublishers known(Optional<List<String>> publishers) {
        var names = new TreeSet<>(publishers.orElse(List.of()));
        names.add("default");
        return new KnownPublishers() {
            @Override
            public SortedSet<String> names() {
                return names;
            }

            @Override
            public boolean knows(String name) {
                return publishers.isEmpty() || names.contains(name);
            }
        };
    }
}
