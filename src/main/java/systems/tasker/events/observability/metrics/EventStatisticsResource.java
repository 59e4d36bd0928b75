package systems.tasker.events.observability.metrics;

import java.time.Clock;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
    private final ResultMeters results;
    private final EventCounts events;
    private final MeterRegistry meters;
    private final Clock clock;
    private final String workerId;

    @Inject
    EventStatisticsResource(
            StepResultProcessor journey,
            InProcessEventBus bus,
            SubscriberRegistry subscribers,
            ResultMeters results,
            EventCounts events,
            MeterRegistry meters,
            Clock clock,
            // In Kubernetes the name of the pod.
            @ConfigProperty(name = "HOSTNAME", defaultValue = "local") String host) {
        this.journey = journey;
        this.bus = bus;
        this.subscribers = subscribers;
        this.results = results;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
        this.workerId = host;
    }

    @GET
    @Operation(operationId = "getEventStatistics", summary = "What this instance routed and dispatched since its start")
    public EventStatistics statistics() {
        return new EventStatistics(
                journey.statistics(),
                new BusStatistics(bus.dispatched(), subscribers.statistics()),
                results.results(),
                events.outcomes(),
                events.events(),
                meters.get(MeterNames.SATURATION).gauge().value(),
                clock.instant(),
                workerId);
    }
}
