package systems.tasker.events.observability.metrics;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.publication.RouterStatistics;
import systems.tasker.events.subscriber.SubscriberStatistics;

/** The statistics of this instance since its start. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record EventStatistics(RouterStatistics router, BusStatistics inProcessBus, Instant capturedAt, String workerId) {

    /** The in-process bus and its subscribers. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record BusStatistics(long totalEventsDispatched, List<SubscriberStatistics> subscribers) {}
}
