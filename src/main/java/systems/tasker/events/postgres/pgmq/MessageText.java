package systems.tasker.events.postgres.pgmq;

/**
 * A message on its way into a queue.
 *
 * @param message its JSON
 * @param headers the JSON object of its headers; null for none
 */
public record MessageText(String message, String headers) {}
