package systems.tasker.events.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Checks the templates of a folder by the rules of the service, without starting it.
 *
 * @param templates the number of templates without problems
 * @param problems all problems, sorted by file and line
 */
public record TemplateCheck(int templates, List<TemplateProblem> problems) {

    /**
     * Checks a folder.
     *
     * @param publishers the publishers besides {@code default}; empty if unknown, then any name is legal
     * @param inForce the contracts that consumers rely on, if known
     */
    public static TemplateCheck of(Path folder, Optional<List<String>> publishers, Optional<EventContracts> inForce) {
        var reading = read(folder, known(publishers));
        inForce.ifPresent(reading::comparedWith);
        return new TemplateCheck(reading.templates().size(), reading.problems());
    }

    /**
     * The contracts of the templates in a folder.
     *
     * @throws IllegalArgumentException when these have problems
     */
    public static EventContracts contracts(Path folder) {
        var reading = read(folder, known(Optional.empty()));
        if (!reading.problems().isEmpty()) {
            throw new IllegalArgumentException("has " + reading.problems().size() + " problem(s) itself, the first: "
                    + reading.problems().get(0));
        }
        return EventContracts.of(reading.templates());
    }

    private static TemplateReading read(Path folder, KnownPublishers publishers) {
        return TemplateReading.of(
                new TemplateFiles(folder, TemplateLimits.DEFAULT).read(), publishers, TemplateLimits.DEFAULT);
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
