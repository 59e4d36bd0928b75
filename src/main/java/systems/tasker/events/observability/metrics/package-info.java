/**
 * Meters and statistics of the journey and the subscribers, through their listeners.
 */
package systems.tasker.events.observability.metrics;
