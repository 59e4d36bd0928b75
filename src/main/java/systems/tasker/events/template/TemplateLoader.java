package systems.tasker.events.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Reads every template below a folder, or says everything that is wrong with them. */
final class TemplateLoader {

    private final DeclarationReader reader;
    private final List<TemplateProblem> problems = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>();

    TemplateLoader(DeclarationReader reader) {
        this.reader = reader;
    }

    /**
     * Reads the templates, in the order of their file names.
     *
     * @throws InvalidTemplatesException when there is anything wrong with any of them
     */
    List<TaskTemplate> load(Path root) {
        var templates = new ArrayList<TaskTemplate>();
        if (Files.isDirectory(root)) {
            try {
                templateFiles(root).forEach(file -> load(root.relativize(file).toString(), file, templates));
            } catch (IOException | UncheckedIOException unreadable) {
                problems.add(new TemplateProblem(
                        root.toString(),
                        0,
                        "",
                        "cannot be read: " + unreadable.getMessage(),
                        "check links and rights"));
            }
        } else {
            problems.add(new TemplateProblem(
                    root.toString(), 0, "", "is not a folder", "set tasker.templates.path to the templates' folder"));
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(TemplateProblem::file).thenComparingInt(TemplateProblem::line));
            throw new InvalidTemplatesException(problems);
        }
        return templates;
    }

    private void load(String name, Path file, List<TaskTemplate> templates) {
        try {
            var document = YamlDocument.read(Files.readString(file));
            var declared = new Declared(
                    document.root(),
                    "",
                    (path, detail, remedy) ->
                            problems.add(new TemplateProblem(name, document.line(path), path, detail, remedy)));
            reader.template(declared).ifPresent(template -> {
                templates.add(template);
                var first = files.putIfAbsent(template.coordinates(), name);
                if (first != null) {
                    declared.problem(
                            "", template.coordinates() + " is also declared in " + first, "change one's version");
                }
            });
        } catch (JsonProcessingException notYaml) {
            problems.add(new TemplateProblem(
                    name, YamlDocument.line(notYaml), "", YamlDocument.detail(notYaml), "make it valid YAML"));
        } catch (IOException unreadable) {
            problems.add(new TemplateProblem(name, 0, "", "cannot be read: " + unreadable, "check file and rights"));
        }
    }

    private static List<Path> templateFiles(Path root) throws IOException {
        // A mounted ConfigMap shows its files as links.
        try (var files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    // ... and keeps the files themselves in a folder "..data", which would be read twice.
                    .filter(file -> !isBehindTheMount(root.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isBehindTheMount(Path file) {
        return StreamSupport.stream(file.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith(".."));
    }
}
