package systems.tasker.events.publication;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The number of events dispatched since the process started.
 *
 * @param totalRouted events of committed results
 * @param durableRouted durable events committed to their queue
 * @param fastRouted fast events delivered to the bus
 * @param broadcastRouted broadcast events committed and delivered to the bus
 * @param fastDeliveryErrors events that the bus failed to deliver
 * @param routingErrors durable events that the database refused
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RouterStatistics(
        long totalRouted,
        long durableRouted,
        long fastRouted,
        long broadcastRouted,
        long fastDeliveryErrors,
        long routingErrors) {}
