/**
 * Finds events by name, id or correlation id in queues, archives and dead letters.
 */
package systems.tasker.events.http.search;
