package systems.tasker.events.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.template.yaml.TemplateNode;
import systems.tasker.events.template.yaml.YamlDocument;

/** Catalogs without files, for tests of other packages. */
public final class TemplateCatalogs {

    private TemplateCatalogs() {}

    /** A catalog of templates in YAML that may name any of the known publishers. */
    public static TemplateCatalog of(KnownPublishers publishers, String... yaml) {
        var reader = reader(publishers);
        return new TemplateCatalog(
                Arrays.stream(yaml).map(text -> template(reader, text)).toList(), reader);
    }

    /** The templates of a folder. @throws InvalidTemplatesException when there is anything wrong with them */
    static List<TaskTemplate> load(Path folder, KnownPublishers publishers) {
        var content = new TemplateFiles(folder, TemplateLimits.DEFAULT, true).read();
        return List.copyOf(TemplateReading.of(content, publishers, TemplateLimits.DEFAULT)
                .orThrow()
                .templates()
                .values());
    }

    public static KnownPublishers known(String... names) {
        SortedSet<String> known = new TreeSet<>(Arrays.asList(names));
        return () -> known;
    }

    static DeclarationReader reader(KnownPublishers publishers) {
        return new DeclarationReader(publishers, new SchemaCompiler(10_000, 100_000));
    }

    /** The declaration of one event in JSON. */
    public static EventDeclaration event(String json) {
        var step = SampleStep.json("{\"name\": \"charge\"}");
        step.putArray("publishes_events").add(SampleStep.json(json));
        return of(known("default")).read(step, "pay", "").publishesEvents().get(0);
    }

    private static TaskTemplate template(DeclarationReader reader, String yaml) {
        try {
            var declared = new TemplateNode(YamlDocument.read(yaml).root(), "", (path, detail, remedy) -> {
                throw new IllegalArgumentException(path + " " + detail);
            });
            return reader.template(declared, "test.yaml", new QueueNames()).orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
