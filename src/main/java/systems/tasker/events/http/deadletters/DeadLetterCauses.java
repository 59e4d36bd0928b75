package systems.tasker.events.http.deadletters;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Dead letters grouped by queue and cause.
 *
 * @param causes the groups, the largest first
 * @param capped whether a limit was reached, so that there may be more causes, or more dead letters of a cause
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterCauses(List<DeadLetterCause> causes, boolean capped) {

    DeadLetterCauses {
        causes = List.copyOf(causes);
    }
}
