/**
 * The journey of one step result: match, transform, validate, commit, hand on.
 *
 * <p>{@link systems.tasker.events.publication.StepResultProcessor} walks it. What it needs from outside are the ports of this room; the rim
 * implements them.
 */
package systems.tasker.events.publication;
