package systems.tasker.events.observability;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows channels that are stuck. Always up: HTTP requests do not depend on channels, and readiness sends no messages to another replica.
 */
@Singleton
@Readiness
class ChannelsReadyCheck implements HealthCheck {

    private final ChannelWatch watch;

    ChannelsReadyCheck(ChannelWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("channels").up();
        var stuck = watch.stuck();
        return stuck.isEmpty()
                ? response.build()
                : response.withData("stuck", String.join("; ", stuck)).build();
    }
}
