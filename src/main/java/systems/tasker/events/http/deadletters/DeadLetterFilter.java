package systems.tasker.events.http.deadletters;

import systems.tasker.events.http.MessageFilter;

/**
 * Conditions that dead letters must meet; null for no condition.
 *
 * @param eventName the event's name
 * @param reason the label of the reason why it is a dead letter
 * @param correlationId the correlation id of its task
 * @param cause the label of its cause
 */
record DeadLetterFilter(String eventName, String reason, String correlationId, String cause) {

    MessageFilter selection() {
        var selection = new MessageFilter();
        if (eventName != null) {
            selection.eventName(eventName);
        }
        if (reason != null) {
            selection.and(Cause.REASON + " = $%d", reason);
        }
        if (correlationId != null) {
            selection.correlationId(correlationId);
        }
        if (cause != null) {
            selection.and(Cause.LABEL + " = $%d", cause);
        }
        return selection;
    }
}
