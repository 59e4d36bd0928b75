package systems.tasker.events.http.deadletters;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The outcome of a discard.
 *
 * @param matched dead letters that matched when the call began
 * @param discarded how many of them were moved to the archive
 * @param remaining how many of them are still in the queue
 * @param dryRun whether nothing was moved on request
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record Discarded(long matched, long discarded, long remaining, boolean dryRun) {}
