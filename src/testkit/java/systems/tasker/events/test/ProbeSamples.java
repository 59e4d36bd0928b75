package systems.tasker.events.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.step.StepOutcome;
import systems.tasker.events.template.PublicationCondition;

/** The results that a publisher is tried with: those its event is due after, as they should be and as they should not. */
final class ProbeSamples {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PayloadSchema schema;

    private ProbeSamples(PayloadSchema schema) {
        this.schema = schema;
    }

    /**
     * A result to try.
     *
     * @param about what is special about it
     * @param result the result
     * @param outcome how the attempt ended
     * @param sound whether the handler keeps what it promises; of another result no payload can be demanded
     */
    record Trial(String about, StepResult result, StepOutcome outcome, boolean sound) {}

    /** @throws IllegalArgumentException when the schema is none, or no document was found that it takes */
    static List<Trial> of(JsonNode resultSchema, PublicationCondition condition) {
        var compilation = new SchemaCompiler(1_000_000, 1_000_000).compile(resultSchema);
        if (!compilation.problems().isEmpty()) {
            throw new IllegalArgumentException("The results' schema is no JSON Schema: " + compilation.problems());
        }
        var samples = new ProbeSamples(compilation.schema());
        return Stream.of(StepOutcome.values())
                .filter(condition::matches)
                .flatMap(outcome -> (outcome == StepOutcome.SUCCESS ? samples.successes() : failures(outcome)).stream())
                .toList();
    }

    private List<Trial> successes() {
        var trials = new ArrayList<Trial>();
        SchemaSamples.of(schema.source()).forEach(sample -> trials.add(success(sample.about(), sample.document())));
        if (trials.stream().noneMatch(Trial::sound)) {
            throw new IllegalArgumentException("No result was found that its schema takes. Give the schema 'examples'");
        }
        var usual = trials.stream().filter(Trial::sound).findFirst().orElseThrow();
        trials.add(new Trial("no metadata", usual.result(), StepOutcome.SUCCESS, true));
        trials.add(success("JSON null", JSON.nullNode()));
        trials.add(success("an empty object", JSON.objectNode()));
        trials.add(success("an empty list", JSON.arrayNode()));
        trials.add(success("a mere text", JSON.textNode("text")));
        trials.add(new Trial("no result", StepResult.succeeded(), StepOutcome.SUCCESS, isSound(JSON.nullNode())));
        return trials;
    }

    private Trial success(String about, JsonNode document) {
        var result = StepResult.succeeded().returning(document).metadata("execution_time_ms", 132);
        return new Trial(about, result, StepOutcome.SUCCESS, isSound(document));
    }

    /** What failed handlers report is theirs to choose; an error that says nothing is as sound as any. */
    private static List<Trial> failures(StepOutcome outcome) {
        var bare =
                outcome == StepOutcome.RETRYABLE_FAILURE ? StepResult.failed().retryable() : StepResult.failed();
        var full = bare.error("CardDeclined", "declined").errorCode("card_declined");
        return List.of(
                new Trial("a usual failure", full, outcome, true),
                new Trial("a failure with an empty result", full.returning(JSON.objectNode()), outcome, true),
                new Trial("a failure without an error", bare.errorCode("card_declined"), outcome, true),
                new Trial("a failure without a code", bare.error("CardDeclined", "declined"), outcome, true),
                new Trial("an empty error message", full.error("", ""), outcome, true),
                new Trial("a failure that says nothing", bare, outcome, true));
    }

    private boolean isSound(JsonNode document) {
        return schema.violations(document).isEmpty();
    }
}
