package systems.tasker.events.publication;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What the router did since the process started.
 *
 * @param totalRouted events it was given
 * @param durableRouted durable events committed to their queue
 * @param fastRouted fast events handed to the bus
 * @param broadcastRouted broadcast events that went both ways
 * @param fastDeliveryErrors events that the bus did not take
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
