/** What other templates and publishers would make of recorded results: runs both through the journey, publishes nothing, and compares. */
package systems.tasker.events.simulation;
