package systems.tasker.events.template;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.ProblemList;
import systems.tasker.events.template.yaml.TemplateNode;

/** Step definitions inside step contexts; each is read and its schemas are compiled once. */
// Caffeine loads the classes of its variants by name; the builder below needs these two.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMS", "com.github.benmanes.caffeine.cache.PSMS"})
final class InlineDefinitions {

    // Far more steps than a fleet of workers runs; made-up definitions of an attacker evict each other.
    private static final int REMEMBERED = 1_000;

    private final Cache<Key, StepDefinition> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final DeclarationReader reader;
    private final Set<String> fanOutQueues;

    /** @param fanOutQueues the existing queues for copies; a definition of a caller creates none */
    InlineDefinitions(DeclarationReader reader, Set<String> fanOutQueues) {
        this.reader = reader;
        this.fanOutQueues = fanOutQueues;
    }

    private record Key(String namespace, JsonNode definition) {}

    /**
     * Reads a definition.
     *
     * @throws InvalidInputException with all problems, their pointers below {@code base}
     */
    StepDefinition read(JsonNode definition, String namespace, String base) {
        if (!definition.isObject()) {
            throw new InvalidInputException(
                    InputProblem.invalid(base, "is no object (leave it out where a loaded template has the step)"));
        }
        var key = new Key(namespace, definition);
        var earlier = known.getIfPresent(key);
        if (earlier != null) {
            return earlier;
        }
        var problems = new CallersProblems(new ProblemList());
        var step = reader.step(
                new TemplateNode(definition, base, problems), QueueingReader.ofCaller(namespace, fanOutQueues));
        if (!problems.found().isEmpty()) {
            throw new InvalidInputException(problems.found().found());
        }
        known.put(key, step);
        return step;
    }

    /** The problems without values, which come from outside and must not appear in responses and logs. */
    private record CallersProblems(ProblemList found) implements TemplateNode.Document {

        @Override
        public void add(String path, String detail, String remedy) {
            found.add(InputProblem.invalid(path, detail + " (" + remedy + ")"));
        }

        @Override
        public String quoted(String value) {
            return "";
        }
    }
}
