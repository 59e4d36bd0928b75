/** PGMQ through the reactive PG client: its functions, typed, and the checks that it and the queues are there. */
package systems.tasker.events.postgres.pgmq;
