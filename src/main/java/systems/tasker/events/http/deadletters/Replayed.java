package systems.tasker.events.http.deadletters;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What became of a replay.
 *
 * @param matched archived events that were meant, in the part of the archive that the call came through
 * @param replayed how many of them were sent
 * @param remaining how many of them were not
 * @param next what {@code after} has to be for the rest; null when there is none
 * @param dryRun whether nothing was to happen
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Replayed(long matched, long replayed, long remaining, Long next, boolean dryRun) {}
