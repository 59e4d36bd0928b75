package systems.tasker.events.http.search;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The ordering keys whose next message is with a consumer or waits for its retry, so that the ones behind it wait, too.
 *
 * @param keys the keys, those with the most waiting messages first
 * @param capped whether a queue has more messages than are read, or more keys are blocked than are shown
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record BlockedKeys(List<Key> keys, boolean capped) {

    BlockedKeys {
        keys = List.copyOf(keys);
    }

    /**
     * A key.
     *
     * @param queue the queue
     * @param orderingKey the key; consumers get the messages with the same key in order
     * @param msgId the message that blocks it: the oldest with this key
     * @param eventId its event; null when it is none
     * @param eventName the event's name
     * @param enqueuedAt when it was sent
     * @param visibleAt when it can be read again unless its consumer settles it before
     * @param readCt how often it was read
     * @param waiting messages behind it
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Key(
            String queue,
            String orderingKey,
            long msgId,
            String eventId,
            String eventName,
            Instant enqueuedAt,
            Instant visibleAt,
            int readCt,
            long waiting) {}
}
