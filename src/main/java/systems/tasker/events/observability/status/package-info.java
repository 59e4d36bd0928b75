/**
 * The status of this instance and whether its threads respond.
 */
package systems.tasker.events.observability.status;
