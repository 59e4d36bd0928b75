/**
 * Tells operators what is going on: the status of this instance, whether its threads live, log lines that do not drown others.
 *
 * <p>It knows none of the other rooms. Whoever knows of something that is not as it should be is a {@link
 * systems.tasker.events.observation.StatusSource}.
 */
package systems.tasker.events.observation;
