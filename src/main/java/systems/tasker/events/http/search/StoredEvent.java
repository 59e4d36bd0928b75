package systems.tasker.events.http.search;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A durable event and the messages that contain it.
 *
 * @param eventId its id
 * @param places every message that contains it: several when it fans out or was replayed
 * @param event the event as consumers get it
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record StoredEvent(String eventId, List<Place> places, JsonNode event) {

    StoredEvent {
        places = List.copyOf(places);
    }

    /**
     * A message that contains it.
     *
     * @param state its state: queued, in_flight, archived or dead_letter
     * @param queue its queue
     * @param msgId its id in that queue
     * @param enqueuedAt when it was sent to that queue
     * @param readCt how often it was read in that queue
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Place(String state, String queue, long msgId, Instant enqueuedAt, int readCt) {}
}
