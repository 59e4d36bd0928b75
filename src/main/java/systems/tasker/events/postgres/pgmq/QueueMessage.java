package systems.tasker.events.postgres.pgmq;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message as a consumer gets it.
 *
 * @param id its id in the queue
 * @param readCount how often it was read, this time included
 * @param enqueuedAt when it was sent
 * @param text its JSON
 * @param headers its headers; empty when it has none
 */
public record QueueMessage(long id, int readCount, Instant enqueuedAt, String text, ObjectNode headers) {}
