package systems.tasker.events.observability.metrics;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.publication.RouterStatistics;
import systems.tasker.events.subscriber.SubscriberStatistics;

/**
 * The statistics of this instance since its start.
 *
 * @param events the same outcomes by declared event, of those that a result had
 * @param intakeSaturation how full the intake is now, from 0 to 1; beyond 1, senders get 503
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record EventStatistics(
        RouterStatistics router,
        BusStatistics inProcessBus,
        ResultStatistics results,
        OutcomeStatistics outcomes,
        List<EventCount> events,
        double intakeSaturation,
        Instant capturedAt,
        String workerId) {

    /** The in-process bus and its subscribers. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record BusStatistics(long totalEventsDispatched, List<SubscriberStatistics> subscribers) {}

    /**
     * Answered results.
     *
     * @param accepted results that were new
     * @param replayed results that had been accepted before
     * @param conflicts results for an attempt that has another one
     * @param seconds the time they took from submission to answer, in sum
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record ResultStatistics(long accepted, long replayed, long conflicts, double seconds) {}

    /** Declared events of accepted results by how their journey ended. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record OutcomeStatistics(long published, long skipped, long rejected, long failed, long dropped) {}

    /** A declared event of the templates. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record EventCount(
            String namespace,
            String eventName,
            long published,
            long skipped,
            long rejected,
            long failed,
            long dropped) {}
}
