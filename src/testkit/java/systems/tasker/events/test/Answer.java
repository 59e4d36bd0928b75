package systems.tasker.events.test;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.Json;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;

/**
 * What a publisher made of a result.
 *
 * @param payload the payload; empty when the event is not due, or something was thrown
 * @param additional what it adds to the metadata
 * @param thrown what it threw
 * @param changed what it changed in the trees it was given
 */
record Answer(
        Optional<JsonNode> payload,
        Optional<ObjectNode> additional,
        Optional<Throwable> thrown,
        Optional<String> changed) {

    static Answer of(BasePublisher publisher, StepEventContext context) {
        var untouched = context.isolated();
        Optional<JsonNode> payload = Optional.empty();
        Optional<ObjectNode> additional = Optional.empty();
        Optional<Throwable> thrown = Optional.empty();
        try {
            if (publisher.shouldPublish(context)) {
                var made = Json.tree(publisher.transformPayload(context));
                // What is made of the input may be part of it: a copy, for the comparison to come.
                payload = Optional.of(made.deepCopy());
                additional = Optional.of(publisher.additionalMetadata(context).deepCopy());
            }
        } catch (Throwable anything) {
            payload = Optional.empty();
            thrown = Optional.of(anything);
        }
        return new Answer(payload, additional, thrown, changed(untouched, context));
    }

    Optional<String> differenceTo(Answer other) {
        if (payload.isPresent() != other.payload.isPresent()) {
            return Optional.of("it published once and did not the other time");
        }
        return payload.flatMap(first -> difference("the payload", first, other.payload.get()))
                .or(() -> additional.flatMap(first ->
                        other.additional.flatMap(second -> difference("the additional metadata", first, second))));
    }

    private static Optional<String> changed(StepEventContext before, StepEventContext after) {
        return difference(
                        "the result",
                        before.executionResult().json(),
                        after.executionResult().json())
                .or(() -> difference(
                        "the context",
                        before.taskSequenceStep().json(),
                        after.taskSequenceStep().json()));
    }

    private static Optional<String> difference(String what, JsonNode first, JsonNode second) {
        return JsonDifferences.between(first, second).stream().findFirst().map(difference -> what + " " + difference);
    }
}
