/** Counts, times and shows what the journey and the subscribers report, who know nothing of it. Other rooms show their own figures. */
package systems.tasker.events.metrics;
