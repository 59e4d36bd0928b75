package systems.tasker.events.messaging.connector;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.queue.MessageHeaders;

/**
 * How a message is to be sent; all of it may be left out.
 *
 * @param queue the queue, in place of the channel's
 * @param headers headers to send with it
 * @param orderingKey messages with the same one are read in order by PGMQ's grouped reads; sent as the header {@link MessageHeaders#GROUP}
 */
public record OutgoingPgmqMetadata(Optional<String> queue, ObjectNode headers, Optional<String> orderingKey) {

    static final OutgoingPgmqMetadata NONE =
            new OutgoingPgmqMetadata(Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty());

    /** Sends to a queue. */
    public static OutgoingPgmqMetadata toQueue(String queue) {
        return new OutgoingPgmqMetadata(Optional.of(queue), NONE.headers(), Optional.empty());
    }

    /** The same with other headers. */
    public OutgoingPgmqMetadata withHeaders(ObjectNode others) {
        return new OutgoingPgmqMetadata(queue, others, orderingKey);
    }

    /** The same with an ordering key. */
    public OutgoingPgmqMetadata withOrderingKey(String key) {
        return new OutgoingPgmqMetadata(queue, headers, Optional.of(key));
    }

    ObjectNode allHeaders() {
        var all = headers.deepCopy();
        orderingKey.ifPresent(key -> all.put(MessageHeaders.GROUP, key));
        return all;
    }
}
