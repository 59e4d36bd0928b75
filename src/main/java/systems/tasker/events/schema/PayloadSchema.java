package systems.tasker.events.schema;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;

/** A compiled JSON Schema; thread-safe. */
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
     * All violations of a document, in an order that depends only on the schema; empty when it is valid.
     *
     * <p>A document whose validation exceeds the budget is invalid.
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
            // A schema with infinite recursion, or a pattern that needs a stack frame per character.
            return List.of(new SchemaViolation("", "schema", "takes too many nested steps to be checked"));
        }
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
