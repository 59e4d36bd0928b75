package systems.tasker.events.http.search;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Some of the events that were looked for, in the order in which they were made.
 *
 * @param events the events
 * @param next what {@code after} has to be for the next page; null on the last one
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record StoredEventPage(List<StoredEvent> events, String next) {

    StoredEventPage {
        events = List.copyOf(events);
    }
}
