package systems.tasker.events.publisher;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.event.EventName;
import systems.tasker.events.schema.SchemaViolation;

/**
 * An event of a publisher that does not go out, and why.
 *
 * @param context what the publisher was asked about, with trees of its own
 * @param reason the reason as receipts and meters spell it, such as {@code schema}, {@code publisher_timeout} or {@code send_refused}
 * @param violations the rules of its schema that the payload breaks; empty for any other reason
 * @param payload the payload as far as it was made; empty before {@link BasePublisher#transformPayload}, and when JSON cannot express it
 * @param thrown what a hook threw, or the {@link java.util.concurrent.TimeoutException} or
 *     {@link java.util.concurrent.RejectedExecutionException} of one that ran too long or got no thread; empty for any other reason
 */
public record PublishError(
        StepEventContext context,
        String reason,
        List<SchemaViolation> violations,
        Optional<JsonNode> payload,
        Optional<Throwable> thrown) {

    public PublishError {
        violations = List.copyOf(violations);
    }

    /** The event's name. */
    public EventName eventName() {
        return context.eventName();
    }
}
