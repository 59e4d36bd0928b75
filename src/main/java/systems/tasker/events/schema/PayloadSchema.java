package systems.tasker.events.schema;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;

/** A compiled JSON Schema. Thread-safe. */
public final class PayloadSchema {

    // As the validator makes it for each document.
    private static final ExecutionConfig CONFIG = ExecutionConfig.builder()
            .locale(Locale.ROOT)
            .annotationCollectionEnabled(false)
            .build();

    private final JsonNode source;
    private final Schema compiled;
    private final int maxSteps;

    PayloadSchema(JsonNode source, Schema compiled, int maxSteps) {
        this.source = source;
        this.compiled = compiled;
        this.maxSteps = maxSteps;
    }

    /** The schema as it was declared. */
    public JsonNode source() {
        return source;
    }

    /**
     * What came of checking a document.
     *
     * @param violations every rule that it breaks, in an order that depends on the schema alone; empty when it keeps them all
     * @param isTooCostly whether checking it was given up, which is the only violation then
     */
    public record Evaluation(List<SchemaViolation> violations, boolean isTooCostly) {

        private static final Evaluation VALID = new Evaluation(List.of(), false);

        public boolean isValid() {
            return violations.isEmpty();
        }

        private static Evaluation tooCostly(String message) {
            return new Evaluation(List.of(new SchemaViolation("", "schema", message)), true);
        }
    }

    /** Checks a document within the budget. */
    public Evaluation evaluate(JsonNode document) {
        try {
            var errors = errors(compiled, document, maxSteps);
            return errors.isEmpty()
                    ? Evaluation.VALID
                    : new Evaluation(
                            errors.stream().map(PayloadSchema::violation).toList(), false);
        } catch (EvaluationBudget.UsedUp usedUp) {
            return Evaluation.tooCostly(usedUp.getMessage());
        } catch (StackOverflowError tooDeep) {
            // A schema that refers to itself without end, or a pattern that takes a frame for each character.
            return Evaluation.tooCostly("takes too many nested steps to be checked");
        }
    }

    /** The rules that a document breaks; one that is too costly to be checked breaks the schema as a whole. */
    public List<SchemaViolation> violations(JsonNode document) {
        return evaluate(document).violations();
    }

    /**
     * The errors of a document.
     *
     * @throws EvaluationBudget.UsedUp when finding them takes more than so many steps
     */
    static List<com.networknt.schema.Error> errors(Schema schema, JsonNode document, long maxSteps) {
        return EvaluationBudget.within(maxSteps, budget -> {
            var evaluation = new MeteredEvaluation(CONFIG, budget);
            schema.validate(evaluation, document);
            return evaluation.getErrors();
        });
    }

    /** Schemas are equal when they were declared alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PayloadSchema schema && source.equals(schema.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    static SchemaViolation violation(com.networknt.schema.Error error) {
        var message = error.getMessage();
        // The validator starts its sentence with the place, which the pointer already says.
        var place = error.getInstanceLocation() + ": ";
        return new SchemaViolation(
                error.getInstanceLocation().toString(),
                error.getKeyword(),
                message.startsWith(place) ? message.substring(place.length()) : message);
    }
}
