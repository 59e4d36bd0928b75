package systems.tasker.events.template;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.QueueJson;
import systems.tasker.events.schema.SensitiveFields;

/**
 * The task templates in force; safe to ask from any thread.
 *
 * <p>A reload puts another set in force at one stroke. Each answer comes from one set, and what it holds stays as it is: whoever goes on with
 * a step's definition is not disturbed.
 */
public final class TemplateCatalog {

    private volatile TemplateSet set;
    // Results that began with it may still be under way, and are counted by what it says.
    private volatile TemplateSet before;

    TemplateCatalog(TemplateSet set) {
        this.set = set;
        this.before = set;
    }

    TemplateCatalog(List<TaskTemplate> templates, DeclarationReader reader) {
        this(new TemplateSet(templates, reader));
    }

    /**
     * Reads every template below a folder by the rules of the service, but outside of it, as tests of publishers do.
     *
     * @throws RuntimeException whose message lists every problem of every file
     */
    public static TemplateCatalog load(Path folder, KnownPublishers publishers) {
        var content = new TemplateFiles(folder, TemplateLimits.DEFAULT).read();
        return new TemplateCatalog(
                TemplateReading.of(content, publishers, TemplateLimits.DEFAULT).orThrow());
    }

    /** Puts a set in force; for one thread at a time. */
    void put(TemplateSet next) {
        before = set;
        set = next;
    }

    public Collection<TaskTemplate> templates() {
        return set.templates().values();
    }

    /** Whether a template of a namespace, in force or just replaced, declares an event. */
    public boolean declares(String namespace, String eventName) {
        return set.declares(namespace, eventName) || before.declares(namespace, eventName);
    }

    public Optional<TaskTemplate> find(String namespace, String name, String version) {
        return Optional.ofNullable(set.templates().get(namespace + "/" + name + "/" + version));
    }

    /** What a template says about one of its steps. */
    public Optional<StepDefinition> find(String namespace, String name, String version, String step) {
        return find(namespace, name, version)
                .flatMap(template -> template.steps().stream()
                        .filter(definition -> definition.name().equals(step))
                        .findFirst());
    }

    /** A message to be shown to people, an event or not: what a schema marks with {@code x-sensitive} is masked, in a copy. */
    public JsonNode masked(JsonNode message) {
        return set.sensitive().masked(message);
    }

    /**
     * A message as PostgreSQL wrote it, to be part of an answer, masked as above.
     *
     * <p>As it is when it has nothing to hide, whatever its depth; otherwise objects and arrays nested deeper than an event can be are masked, too.
     */
    public JsonNode shown(String message) {
        var tree = QueueJson.readShallow(message, SensitiveFields.MASK);
        var masked = masked(tree);
        return masked == tree ? QueueJson.asWritten(message) : masked;
    }

    /**
     * Reads a step definition that travels inside a step context; its rules are those of the files, but it
     * may fan out only into queues that a loaded template fans out into.
     *
     * @param definition the definition
     * @param namespace the namespace its step runs in
     * @param base JSON pointer to it, for the problems' pointers
     * @throws InvalidInputException with every problem that was found
     */
    public StepDefinition read(JsonNode definition, String namespace, String base) {
        return set.inline().read(definition, namespace, base);
    }
}
