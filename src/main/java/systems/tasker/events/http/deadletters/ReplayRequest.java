package systems.tasker.events.http.deadletters;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.http.BodyFields;
import systems.tasker.events.http.MessageFilter;

/**
 * Which archived events to send again, and to which queue.
 *
 * @param namespace the namespace of the events
 * @param selection the selected events
 * @param byCorrelationId whether they are those of one correlation id
 * @param said the request without its limits, as the caller wrote it
 * @param queue the queue that receives the copies
 * @param after the archive id that the previous call ended with
 * @param dryRun whether to report only, without sending
 * @param limit events that this call may send
 */
record ReplayRequest(
        String namespace,
        MessageFilter selection,
        boolean byCorrelationId,
        String said,
        String queue,
        long after,
        boolean dryRun,
        int limit) {

    private static final Set<String> SAID =
            Set.of("namespace", "correlation_id", "event_name", "from", "to", "queue", "after");
    private static final Set<String> KNOWN =
            Set.of("namespace", "correlation_id", "event_name", "from", "to", "queue", "after", "dry_run", "limit");

    /**
     * Reads a body.
     *
     * @throws InvalidInputException with all problems of the body
     */
    static ReplayRequest of(ObjectNode body, int maxMessages) {
        var fields = BodyFields.of(body, KNOWN);
        var namespace = fields.requiredText("/namespace");
        var queue = fields.requiredText("/queue");
        var selection = selection(fields);
        var after = fields.id("/after");
        var dryRun = fields.flag("/dry_run");
        var limit = fields.number("/limit", maxMessages);
        fields.finish();
        return new ReplayRequest(
                namespace,
                selection,
                fields.has("correlation_id"),
                body.deepCopy().retain(SAID).toString(),
                queue,
                after,
                dryRun,
                limit == 0 ? maxMessages : limit);
    }

    private static MessageFilter selection(BodyFields fields) {
        if (!fields.has("correlation_id") && !fields.has("event_name") && !fields.has("from") && !fields.has("to")) {
            fields.invalid("", "needs at least one of correlation_id, event_name, from and to");
        }
        var selection = new MessageFilter();
        var correlationId = fields.text("/correlation_id");
        if (correlationId != null) {
            selection.correlationId(correlationId);
        }
        var eventName = fields.text("/event_name");
        if (eventName != null) {
            selection.eventName(eventName);
        }
        var from = fields.time("/from");
        if (from != null) {
            selection.and("enqueued_at >= $%d", from);
        }
        var to = fields.time("/to");
        if (to != null) {
            selection.and("enqueued_at < $%d", to);
        }
        if (from != null && to != null && !from.isBefore(to)) {
            fields.invalid("/to", "must be later than from");
        }
        return selection;
    }
}
