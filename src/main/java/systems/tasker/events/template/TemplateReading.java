package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.schema.compatibility.SchemaCompatibility;
import systems.tasker.events.template.yaml.TemplateNode;
import systems.tasker.events.template.yaml.YamlDocument;
import systems.tasker.events.template.yaml.YamlDocument.InvalidYamlException;

/** Converts texts to templates and collects all problems. For one set of templates; not thread-safe. */
final class TemplateReading {

    private final DeclarationReader reader;
    private final SchemaCompatibility compatibility;
    private final List<ReadTemplate> faultless = new ArrayList<>();
    private final List<TemplateProblem> problems;
    private final List<TemplateProblem> warnings = new ArrayList<>();
    private final Map<String, String> declaredIn = new HashMap<>();
    private final QueueNames queues = new QueueNames();

    private TemplateReading(TemplateFiles.Content content, KnownPublishers publishers, TemplateLimits limits) {
        this.reader = new DeclarationReader(publishers, limits.schemas());
        this.compatibility = limits.compatibility();
        this.problems = new ArrayList<>(content.problems());
    }

    /** A template without problems, and its source. */
    record ReadTemplate(String file, TaskTemplate template, TemplateNode declared) {}

    static TemplateReading of(TemplateFiles.Content content, KnownPublishers publishers, TemplateLimits limits) {
        var reading = new TemplateReading(content, publishers, limits);
        content.sources().forEach(reading::read);
        return reading;
    }

    /** Adds problems of changes that would break consumers of active events. */
    TemplateReading comparedWith(EventContracts active) {
        faultless.removeIf(read -> {
            var earlier = problems.size();
            ContractFirewall.check(read.template(), read.declared(), active, compatibility);
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
        return sorted(problems);
    }

    /** What is ignored in declared events, sorted by file and line. */
    List<TemplateProblem> warnings() {
        return sorted(warnings);
    }

    /** Makes every warning a problem. */
    TemplateReading strict() {
        problems.addAll(warnings);
        faultless.removeIf(
                read -> warnings.stream().anyMatch(warning -> warning.file().equals(read.file())));
        warnings.clear();
        return this;
    }

    private static List<TemplateProblem> sorted(List<TemplateProblem> all) {
        return all.stream()
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
            var declared = new TemplateNode(document.root(), "", new Source(source, document));
            var warned = new PerFile(warnings);
            TemplateWarnings.find(
                    document.root(),
                    (path, detail, remedy) -> warned.add(problem(source, document.line(path), path, detail, remedy)));
            reader.template(declared, source.name(), queues).ifPresent(template -> {
                var first = declaredIn.putIfAbsent(template.coordinates(), source.name());
                if (first != null) {
                    declared.problem(
                            "", template.coordinates() + " is also declared in " + first, "change one's version");
                }
                if (problems.size() == earlier) {
                    faultless.add(new ReadTemplate(source.name(), template, declared));
                }
            });
        } catch (InvalidYamlException notYaml) {
            problems.add(problem(source, notYaml.line(), "", notYaml.getMessage(), "make it valid YAML"));
        }
    }

    private static TemplateProblem problem(TemplateSource source, int line, String path, String detail, String remedy) {
        var inFile = line == 0 ? 0 : line + source.linesBefore();
        return new TemplateProblem(source.name(), inFile, path, detail, remedy);
    }

    /** Adds the problems of one file up to a number: a file may have one in every place. */
    private static final class PerFile {

        private static final int MAX = 100;

        private final List<TemplateProblem> all;
        private int found;

        PerFile(List<TemplateProblem> all) {
            this.all = all;
        }

        void add(TemplateProblem problem) {
            if (found < MAX) {
                all.add(problem);
            } else if (found == MAX) {
                all.add(new TemplateProblem(
                        problem.file(),
                        problem.line(),
                        "",
                        "more follow; the first " + MAX + " are listed",
                        "correct these first"));
            }
            found++;
        }
    }

    /** Adds the problems of a text to those of all. */
    private final class Source implements TemplateNode.Document {

        private final TemplateSource source;
        private final YamlDocument document;
        private final PerFile ofFile = new PerFile(problems);

        Source(TemplateSource source, YamlDocument document) {
            this.source = source;
            this.document = document;
        }

        @Override
        public void add(String path, String detail, String remedy) {
            ofFile.add(problem(source, document.line(path), path, detail, remedy));
        }

        @Override
        public String written(String path, JsonNode value) {
            return document.written().getOrDefault(path, value.asText());
        }

        @Override
        public Map<String, String> ambiguous() {
            return document.ambiguous();
        }
    }
}
