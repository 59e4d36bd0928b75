package systems.tasker.events.http.deadletters;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.postgres.pgmq.DeadLetter;

/**
 * Conditions that dead letters must meet; null for no condition.
 *
 * @param eventName the event's name
 * @param reason the label of the reason why it is a dead letter
 * @param correlationId the correlation id of its task
 */
record DeadLetterFilter(String eventName, String reason, String correlationId) {

    private static final String REASON = "headers #>> '{" + DeadLetter.HEADER + ",reason}' = $%d";

    MessageFilter selection() {
        var selection = new MessageFilter();
        if (eventName != null) {
            selection.eventName(eventName);
        }
        if (reason != null) {
            selection.and(REASON, reason);
        }
        if (correlationId != null) {
            selection.correlationId(correlationId);
        }
        return selection;
    }
}
