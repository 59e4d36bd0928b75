package systems.tasker.events.messaging.connector;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What PGMQ knows of a message that a channel brings.
 *
 * @param queue the queue it is from
 * @param msgId its id there
 * @param readCount how often it was taken, this time included
 * @param enqueuedAt when it was sent
 * @param headers its headers; empty when it has none
 */
public record IncomingPgmqMetadata(String queue, long msgId, int readCount, Instant enqueuedAt, ObjectNode headers) {}
