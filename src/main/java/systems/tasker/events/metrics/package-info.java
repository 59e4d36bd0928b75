/** Counts, times and shows what the other rooms report; none of them knows. */
package systems.tasker.events.metrics;
