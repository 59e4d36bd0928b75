package systems.tasker.events.http.deadletters;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.http.BodyFields;
import systems.tasker.events.http.MessageFilter;

/**
 * Which dead letters to redrive or discard, and how.
 *
 * @param ids the requested ids; empty when messages are selected in another way
 * @param selection the selected messages
 * @param said the selection as the caller wrote it
 * @param dryRun whether to report only, without sending
 * @param rate messages per second; zero for no limit
 * @param limit messages that this call may send
 */
record RedriveRequest(Collection<Long> ids, MessageFilter selection, String said, boolean dryRun, int rate, int limit) {

    private static final Set<String> SELECTIONS = Set.of("msg_ids", "filter", "all");
    private static final Set<String> KNOWN = Set.of("msg_ids", "filter", "all", "dry_run", "rate", "limit");
    private static final Set<String> FILTERS = Set.of("event_name", "reason", "correlation_id", "cause");
    // A batch per millisecond: beyond that, a rate has no effect.
    private static final int MAX_RATE = 100_000;

    RedriveRequest {
        ids = List.copyOf(ids);
    }

    /**
     * Reads a body.
     *
     * @throws InvalidInputException with all problems of the body
     */
    static RedriveRequest of(ObjectNode body, int maxMessages) {
        var fields = BodyFields.of(body, KNOWN);
        if (SELECTIONS.stream().filter(fields::has).count() != 1) {
            fields.invalid("", "needs exactly one of msg_ids, filter and all");
        }
        var ids = ids(fields, maxMessages);
        var selection = filter(fields).selection();
        if (!fields.flag("/all") && body.path("all").isBoolean()) {
            fields.invalid("/all", "must be true, or left out");
        }
        if (fields.has("msg_ids")) {
            selection.and("msg_id = any($%d::bigint[])", ids.toArray(Long[]::new));
        }
        var dryRun = fields.flag("/dry_run");
        var rate = fields.number("/rate", MAX_RATE);
        var limit = fields.number("/limit", maxMessages);
        fields.finish();
        var said = body.deepCopy().retain(SELECTIONS).toString();
        return new RedriveRequest(ids, selection, said, dryRun, rate, limit == 0 ? maxMessages : limit);
    }

    private static Set<Long> ids(BodyFields fields, int maxMessages) {
        var array = fields.array("/msg_ids");
        if (array.isArray() && (array.isEmpty() || array.size() > maxMessages)) {
            fields.invalid("/msg_ids", "has " + array.size() + " ids, between 1 and " + maxMessages + " are possible");
        }
        var ids = new LinkedHashSet<Long>();
        for (int i = 0; i < array.size(); i++) {
            var id = array.get(i);
            if (id.isIntegralNumber() && id.canConvertToLong()) {
                ids.add(id.longValue());
            } else {
                fields.malformed("/msg_ids/" + i, "must be a message's id, a whole number");
            }
        }
        return ids;
    }

    private static DeadLetterFilter filter(BodyFields fields) {
        var filter = fields.object("/filter", FILTERS);
        if (filter.isObject() && filter.valueStream().allMatch(JsonNode::isNull)) {
            fields.invalid("/filter", "needs at least one of event_name, reason, correlation_id and cause");
        }
        return filter.isMissingNode()
                ? new DeadLetterFilter(null, null, null, null)
                : new DeadLetterFilter(
                        fields.text("/filter/event_name"),
                        fields.text("/filter/reason"),
                        fields.text("/filter/correlation_id"),
                        fields.text("/filter/cause"));
    }
}
