package systems.tasker.events.postgres.pgmq;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Why a message is in a dead-letter queue, as its headers say beside those it came with.
 *
 * <p>One object under one name, so that a redrive can remove it again: {@code "dead_letter": {"reason", "errors",
 * "first_seen_at", "last_seen_at", "attempts", "queue", "msg_id"}}.
 *
 * @param reason a label such as {@code invalid_input}
 * @param errors the problems, in sentences
 * @param firstSeenAt when it was sent
 * @param lastSeenAt when it was moved here
 * @param attempts number of attempts
 * @param queue the queue it comes from
 * @param msgId its id there; empty when it never got there
 */
public record DeadLetter(
        String reason,
        List<String> errors,
        Instant firstSeenAt,
        Instant lastSeenAt,
        int attempts,
        String queue,
        Optional<Long> msgId) {

    /** The name of the header. */
    public static final String HEADER = "dead_letter";

    public DeadLetter {
        errors = List.copyOf(errors);
    }

    /** The headers with this in them. */
    public ObjectNode addTo(ObjectNode headers) {
        var copy = headers.deepCopy();
        var header = copy.putObject(HEADER);
        header.put("reason", reason);
        var sentences = header.putArray("errors");
        errors.forEach(sentences::add);
        header.put("first_seen_at", firstSeenAt.toString());
        header.put("last_seen_at", lastSeenAt.toString());
        header.put("attempts", attempts);
        header.put("queue", queue);
        msgId.ifPresent(id -> header.put("msg_id", id));
        return copy;
    }

    /** The headers the message came with. */
    public static ObjectNode removeFrom(ObjectNode headers) {
        return headers.deepCopy().without(HEADER);
    }
}
