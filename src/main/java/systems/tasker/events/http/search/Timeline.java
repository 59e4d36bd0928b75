package systems.tasker.events.http.search;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.http.search.StoredEvent.Place;
import systems.tasker.events.publication.store.PublicationReceipt;

/**
 * What is still known of a task, step by step, in the order of their results.
 *
 * @param correlationId the correlation id of the task; null when only one step of it is known
 * @param taskUuid the task; null when no message names it
 * @param steps its steps with an accepted result
 * @param truncated whether it has more steps or events than are shown
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Timeline(String correlationId, String taskUuid, List<Step> steps, boolean truncated) {

    Timeline {
        steps = List.copyOf(steps);
    }

    /**
     * A step.
     *
     * @param stepUuid the step
     * @param receipts the receipts of its attempts, oldest first: every declared event with its outcome and reason
     * @param notifications the messages by which orchestration was notified
     * @param events its durable events that are stored
     * @param handled what subscribers of this instance did lately with its events, fast ones included
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Step(
            String stepUuid,
            List<PublicationReceipt> receipts,
            List<Place> notifications,
            List<StoredEvent> events,
            List<Handled> handled) {

        Step {
            receipts = List.copyOf(receipts);
            notifications = List.copyOf(notifications);
            events = List.copyOf(events);
            handled = List.copyOf(handled);
        }
    }

    /**
     * An event that a subscriber of this instance got.
     *
     * @param eventId the event
     * @param subscriber the subscriber's name
     * @param outcome handled, skipped or failed
     * @param at when that ended
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Handled(String eventId, String subscriber, String outcome, Instant at) {}
}
