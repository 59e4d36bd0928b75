package systems.tasker.events.publication;

import java.util.UUID;

import systems.tasker.events.step.TaskSequenceStep;

/**
 * The context of a claimed step.
 *
 * @param claimId this very claim; a step that is claimed again gets a new one
 * @param context the context
 */
public record ClaimedContext(UUID claimId, TaskSequenceStep context) {}
