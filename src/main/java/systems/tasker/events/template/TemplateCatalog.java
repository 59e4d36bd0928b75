package systems.tasker.events.template;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.json.DeepJson;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.schema.SensitiveFields;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * The active task templates; thread-safe.
 *
 * <p>A reload replaces the set atomically. Each answer comes from one immutable set, so results in progress keep their step definition.
 */
public final class TemplateCatalog {

    private volatile TemplateSet set;
    // Results that started with it may still be in progress, and their metrics need its declarations.
    private volatile TemplateSet before;

    TemplateCatalog(TemplateSet set) {
        this.set = set;
        this.before = set;
    }

    TemplateCatalog(List<TaskTemplate> templates, DeclarationReader reader) {
        this(new TemplateSet(templates, reader));
    }

    /**
     * Reads all templates below a folder outside of the service, by the same rules; for tests of publishers.
     *
     * @throws RuntimeException whose message lists every problem of every file
     */
    public static TemplateCatalog load(Path folder, KnownPublishers publishers) {
        var content = new TemplateFiles(folder, TemplateLimits.DEFAULT, true).read();
        return new TemplateCatalog(
                TemplateReading.of(content, publishers, TemplateLimits.DEFAULT).orThrow());
    }

    /**
     * Reads texts by the same rules.
     *
     * @throws RuntimeException whose message lists every problem of every text
     */
    public static TemplateCatalog of(List<TemplateSource> sources, KnownPublishers publishers) {
        var content = new TemplateFiles.Content(sources, List.of());
        return new TemplateCatalog(
                TemplateReading.of(content, publishers, TemplateLimits.DEFAULT).orThrow());
    }

    /** The set that is active now, which later reloads do not change. */
    public TemplateCatalog snapshot() {
        return new TemplateCatalog(set);
    }

    /** Activates a set; not to be called concurrently. */
    void put(TemplateSet next) {
        before = set;
        set = next;
    }

    public Collection<TaskTemplate> templates() {
        return set.templates().values();
    }

    /** Whether an active or just replaced template of a namespace declares an event. */
    public boolean declares(String namespace, String eventName) {
        return set.declares(namespace, eventName) || before.declares(namespace, eventName);
    }

    public Optional<TaskTemplate> find(String namespace, String name, String version) {
        return Optional.ofNullable(set.templates().get(namespace + "/" + name + "/" + version));
    }

    /** A step of a template. */
    public Optional<StepDefinition> find(String namespace, String name, String version, String step) {
        return find(namespace, name, version).flatMap(template -> template.step(step));
    }

    /**
     * The definition of the step that a context is of: its own one, if it carries one, otherwise that of the loaded templates.
     *
     * @param base JSON pointer to the context, for the problems' pointers
     * @throws InvalidInputException with every problem of its own definition
     */
    public Optional<StepDefinition> definitionOf(TaskSequenceStep context, String base) {
        var own = context.stepDefinition();
        return own.isMissingNode() || own.isNull()
                ? find(context.namespace(), context.taskName(), context.taskVersion(), context.templateStepName())
                : Optional.of(read(own, context.namespace(), base + "/step_definition"));
    }

    /** A copy of a message for people, an event or not, with values masked that a schema marks with {@code x-sensitive}. */
    public JsonNode masked(JsonNode message) {
        return set.sensitive().masked(message);
    }

    /**
     * A message as PostgreSQL wrote it, to be part of an answer, masked as above.
     *
     * <p>As it is when it has nothing to hide, whatever its depth; otherwise objects and arrays nested deeper than an event can be are
     * masked, too.
     */
    public JsonNode shown(String message) {
        var tree = DeepJson.readShallow(message, SensitiveFields.MASK);
        var masked = masked(tree);
        return masked == tree ? DeepJson.asWritten(message) : masked;
    }

    /**
     * Reads a step definition inside a step context by the rules of the files; it may fan out only into queues of loaded templates.
     *
     * @param definition the definition
     * @param namespace the namespace its step runs in
     * @param base JSON pointer to it, for the problems' pointers
     * @throws InvalidInputException with all problems
     */
    public StepDefinition read(JsonNode definition, String namespace, String base) {
        return set.inline().read(definition, namespace, base);
    }
}
