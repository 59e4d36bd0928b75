package systems.tasker.events.template;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.step.InputProblem;
import systems.tasker.events.step.InvalidInputException;

/** Step definitions that travel inside step contexts, each read and its schemas compiled once. */
// Caffeine looks the classes of its variants up by name; these two are what the builder below asks for.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMS", "com.github.benmanes.caffeine.cache.PSMS"})
final class InlineDefinitions {

    // Far more steps than one worker fleet runs; an attacker's made-up ones push each other out.
    private static final int REMEMBERED = 1_000;

    private final Cache<JsonNode, StepDefinition> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final DeclarationReader reader;

    InlineDefinitions(DeclarationReader reader) {
        this.reader = reader;
    }

    /** @throws InvalidInputException with every problem that was found, their pointers below {@code base} */
    StepDefinition read(JsonNode definition, String base) {
        var earlier = known.getIfPresent(definition);
        if (earlier != null) {
            return earlier;
        }
        var problems = new CallersProblems(new ArrayList<>());
        var step = reader.step(new Declared(definition, base, problems));
        if (!problems.found().isEmpty()) {
            throw new InvalidInputException(problems.found());
        }
        known.put(definition, step);
        return step;
    }

    /** What is wrong, said without the values: they come from outside and have no business in answers and logs. */
    private record CallersProblems(List<InputProblem> found) implements Declared.Problems {

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
