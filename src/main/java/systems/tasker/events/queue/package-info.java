/** What PGMQ prescribes for every message: the names of queues and their tables, and the headers that are not those of events. */
package systems.tasker.events.queue;
