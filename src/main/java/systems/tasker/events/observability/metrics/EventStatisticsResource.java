package systems.tasker.events.observability.metrics;

import java.time.Clock;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.metrics.EventStatistics.BusStatistics;
import systems.tasker.events.publication.InProcessEventBus;
import systems.tasker.events.publication.StepResultProcessor;
import systems.tasker.events.subscriber.SubscriberRegistry;

/** The statistics with the names that Tasker workers use, and additional ones. */
@Path("/metrics/events")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Statistics")
class EventStatisticsResource {

    private final StepResultProcessor journey;
    private final InProcessEventBus bus;
    private final SubscriberRegistry subscribers;
    private final JourneyCounts counts;
    private final MeterRegistry meters;
    private final Clock clock;
    private final String workerId;

    @Inject
    EventStatisticsResource(
            StepResultProcessor journey,
            InProcessEventBus bus,
            SubscriberRegistry subscribers,
            JourneyCounts counts,
            MeterRegistry meters,
            Clock clock,
            MetricsConfig config) {
        this.journey = journey;
        this.bus = bus;
        this.subscribers = subscribers;
        this.counts = counts;
        this.meters = meters;
        this.clock = clock;
        this.workerId = config.workerId();
    }

    @GET
    @Operation(operationId = "getEventStatistics", summary = "What this instance routed and dispatched since its start")
    public EventStatistics statistics() {
        return new EventStatistics(
                journey.statistics(),
                new BusStatistics(bus.dispatched(), subscribers.statistics()),
                counts.results(),
                counts.outcomes(),
                counts.events(),
                meters.get(MeterNames.SATURATION).gauge().value(),
                clock.instant(),
                workerId);
    }
}
