package systems.tasker.events.schema;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;

/** A compiled JSON Schema; safe to ask from any thread. */
public final class PayloadSchema {

    private final JsonNode source;
    private final Schema compiled;
    private final int maxMatchSteps;

    PayloadSchema(JsonNode source, Schema compiled, int maxMatchSteps) {
        this.source = source;
        this.compiled = compiled;
        this.maxMatchSteps = maxMatchSteps;
    }

    /** The schema as it was declared. */
    public JsonNode source() {
        return source;
    }

    /**
     * Every rule that a document breaks, in an order that depends on the schema alone; empty when it keeps them all.
     *
     * <p>A document that could be checked only at too high a price is taken for one that breaks a rule.
     */
    public List<SchemaViolation> violations(JsonNode document) {
        try {
            var errors = MatchBudget.within(maxMatchSteps, () -> compiled.validate(document));
            return errors.isEmpty()
                    ? List.of()
                    : errors.stream().map(PayloadSchema::violation).toList();
        } catch (MatchBudget.UsedUp tooSlow) {
            return List.of(new SchemaViolation("", "pattern", tooSlow.getMessage()));
        } catch (StackOverflowError tooDeep) {
            // A schema that refers to itself without end, or a pattern that takes a frame for each character.
            return List.of(new SchemaViolation("", "schema", "takes too many nested steps to be checked"));
        }
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
