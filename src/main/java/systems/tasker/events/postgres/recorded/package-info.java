/** The results that came in earlier, put together from accepted results, notifications and durable events. Reads only. */
package systems.tasker.events.postgres.recorded;
