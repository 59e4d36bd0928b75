package systems.tasker.events.http.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The outcome of a replay.
 *
 * @param matched archived events that matched, in the part of the archive that the call scanned
 * @param replayed how many of them were sent
 * @param remaining how many of them were not
 * @param next {@code after} of the call that continues; null when nothing remains
 * @param dryRun whether nothing was sent on request
 * @param archiveRetention age beyond which the archive holds no events, because they are deleted; absent when it keeps all
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Replayed(
        long matched,
        long replayed,
        long remaining,
        Long next,
        boolean dryRun,
        @JsonInclude(JsonInclude.Include.NON_NULL) String archiveRetention) {}
