package systems.tasker.events.schema;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;

/** A compiled JSON Schema; thread-safe. */
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
     * The evaluation of a document.
     *
     * @param violations all violations, in an order that depends only on the schema; empty when the document is valid
     * @param isTooCostly whether the evaluation exceeded its budget, which is the only violation then
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
            // A schema with infinite recursion, or a pattern that needs a stack frame per character.
            return Evaluation.tooCostly("takes too many nested steps to be checked");
        }
    }

    /** All violations of a document; one that is too costly to evaluate violates the schema as a whole. */
    public List<SchemaViolation> violations(JsonNode document) {
        return evaluate(document).violations();
    }

    /**
     * The errors of a document.
     *
     * @throws EvaluationBudget.UsedUp when the evaluation exceeds the steps
     */
    static List<com.networknt.schema.Error> errors(Schema schema, JsonNode document, long maxSteps) {
        return EvaluationBudget.within(maxSteps, budget -> {
            var evaluation = new MeteredEvaluation(CONFIG, budget);
            schema.validate(evaluation, document);
            return evaluation.getErrors();
        });
    }

    /** Schemas are equal when their declarations are equal. */
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
        // The validator's message starts with the location, which the pointer already has.
        var place = error.getInstanceLocation() + ": ";
        return new SchemaViolation(
                error.getInstanceLocation().toString(),
                error.getKeyword(),
                message.startsWith(place) ? message.substring(place.length()) : message);
    }
}
