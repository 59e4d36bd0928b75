package systems.tasker.events.template;

import java.util.ArrayList;

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
        var problems = new ArrayList<InputProblem>();
        var step = reader.step(new Declared(
                definition,
                base,
                (path, detail, remedy) -> problems.add(InputProblem.invalid(path, detail + " (" + remedy + ")"))));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        known.put(definition, step);
        return step;
    }
}
