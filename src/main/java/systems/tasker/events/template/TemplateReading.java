package systems.tasker.events.template;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;

import systems.tasker.events.schema.compatibility.SchemaCompatibility;

/** Converts texts to templates and collects all problems. For one set of templates; not thread-safe. */
final class TemplateReading {

    private final DeclarationReader reader;
    private final SchemaCompatibility compatibility;
    private final List<ReadTemplate> faultless = new ArrayList<>();
    private final List<TemplateProblem> problems;
    private final Map<String, String> declaredIn = new HashMap<>();

    private TemplateReading(TemplateFiles.Content content, KnownPublishers publishers, TemplateLimits limits) {
        this.reader = new DeclarationReader(publishers, limits.schemas());
        this.compatibility = limits.compatibility();
        this.problems = new ArrayList<>(content.problems());
    }

    /** A template without problems, and its source. */
    record ReadTemplate(TaskTemplate template, TemplateNode declared) {}

    static TemplateReading of(TemplateFiles.Content content, KnownPublishers publishers, TemplateLimits limits) {
        var reading = new TemplateReading(content, publishers, limits);
        content.sources().forEach(reading::read);
        return reading;
    }

    /** Adds problems of changes that would break consumers of active events. */
    TemplateReading comparedWith(EventContracts inForce) {
        faultless.removeIf(read -> {
            var earlier = problems.size();
            ContractFirewall.check(read.template(), read.declared(), inForce, compatibility);
            return problems.size() > earlier;
        });
        return this;
    }

    /** The templates without problems. */
    List<TaskTemplate> templates() {
        return faultless.stream().map(ReadTemplate::template).toList();
    }

    /** All problems, sorted by file and line. */
    List<TemplateProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparing(TemplateProblem::file).thenComparingInt(TemplateProblem::line))
                .toList();
    }

    /**
     * The templates.
     *
     * @throws InvalidTemplatesException when any of them has a problem
     */
    TemplateSet orThrow() {
        if (!problems.isEmpty()) {
            throw new InvalidTemplatesException(problems());
        }
        return set();
    }

    TemplateSet set() {
        return new TemplateSet(templates(), reader);
    }

    private void read(TemplateSource source) {
        var earlier = problems.size();
        try {
            var document = YamlDocument.read(source.text());
            var declared = new TemplateNode(document.root(), "", (path, detail, remedy) -> {
                var line = document.line(path);
                add(source, line, path, detail, remedy);
            });
            reader.template(declared).ifPresent(template -> {
                var first = declaredIn.putIfAbsent(template.coordinates(), source.name());
                if (first != null) {
                    declared.problem(
                            "", template.coordinates() + " is also declared in " + first, "change one's version");
                }
                if (problems.size() == earlier) {
                    faultless.add(new ReadTemplate(template, declared));
                }
            });
        } catch (JsonProcessingException notYaml) {
            add(source, YamlDocument.line(notYaml), "", YamlDocument.detail(notYaml), "make it valid YAML");
        } catch (IOException impossible) {
            throw new IllegalStateException("A text in memory cannot fail to be read", impossible);
        }
    }

    private void add(TemplateSource source, int line, String path, String detail, String remedy) {
        var inFile = line == 0 ? 0 : line + source.linesBefore();
        problems.add(new TemplateProblem(source.name(), inFile, path, detail, remedy));
    }
}
