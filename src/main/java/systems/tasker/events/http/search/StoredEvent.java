package systems.tasker.events.http.search;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A durable event and where it is.
 *
 * @param eventId its id
 * @param places every message that holds it: one as a rule, more where it fans out or was replayed
 * @param event the event as consumers get it
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record StoredEvent(String eventId, List<Place> places, JsonNode event) {

    StoredEvent {
        places = List.copyOf(places);
    }

    /**
     * A message that holds it.
     *
     * @param state what became of it: queued, in_flight, archived or dead_letter
     * @param queue its queue
     * @param msgId its id there
     * @param enqueuedAt when it got there
     * @param readCt how often it was read there
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Place(String state, String queue, long msgId, Instant enqueuedAt, int readCt) {}
}
