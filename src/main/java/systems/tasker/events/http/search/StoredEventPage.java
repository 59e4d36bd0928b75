package systems.tasker.events.http.search;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A page of the events that were found, in the order of their creation.
 *
 * @param events the events
 * @param next {@code after} of the next page; null on the last page
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record StoredEventPage(List<StoredEvent> events, String next) {

    StoredEventPage {
        events = List.copyOf(events);
    }
}
