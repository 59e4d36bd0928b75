package systems.tasker.events.observability.status;

import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.observability.BuildInfo;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusReason.Level;

/**
 * The status of this instance.
 *
 * @param status {@code OK}, or the level of the worst reason
 * @param reasons why it is not OK, the worst reason first
 * @param build the build of the service
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record InstanceStatus(String status, List<StatusReason> reasons, BuildInfo build) {

    private static final String OK = "OK";

    static InstanceStatus of(List<StatusReason> found) {
        var worstFirst = found.stream()
                .sorted(Comparator.comparing(StatusReason::level).reversed())
                .toList();
        return new InstanceStatus(
                worstFirst.stream()
                        .findFirst()
                        .map(StatusReason::level)
                        .map(Level::name)
                        .orElse(OK),
                worstFirst,
                BuildInfo.current());
    }
}
