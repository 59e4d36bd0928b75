package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;

/** Step definitions that travel inside step contexts, each read and its schemas compiled once. */
// Caffeine looks the classes of its variants up by name; these two are what the builder below asks for.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMS", "com.github.benmanes.caffeine.cache.PSMS"})
final class InlineDefinitions {

    // Far more steps than one worker fleet runs; an attacker's made-up ones push each other out.
    private static final int REMEMBERED = 1_000;

    private final Cache<Key, StepDefinition> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final DeclarationReader reader;
    private final Set<String> fanOutQueues;

    /** @param fanOutQueues the queues that there are for copies; a caller's definition creates none */
    InlineDefinitions(DeclarationReader reader, Set<String> fanOutQueues) {
        this.reader = reader;
        this.fanOutQueues = fanOutQueues;
    }

    private record Key(String namespace, JsonNode definition) {}

    /** @throws InvalidInputException with every problem that was found, their pointers below {@code base} */
    StepDefinition read(JsonNode definition, String namespace, String base) {
        var key = new Key(namespace, definition);
        var earlier = known.getIfPresent(key);
        if (earlier != null) {
            return earlier;
        }
        var problems = new CallersProblems(new ArrayList<>());
        var step = reader.step(
                new TemplateNode(definition, base, problems), QueueingReader.ofCaller(namespace, fanOutQueues));
        if (!problems.found().isEmpty()) {
            throw new InvalidInputException(problems.found());
        }
        known.put(key, step);
        return step;
    }

    /** What is wrong, said without the values: they come from outside and have no business in answers and logs. */
    private record CallersProblems(List<InputProblem> found) implements TemplateNode.Problems {

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
