/** What the database server promises, polled: its role, whether it can write, its replication; and what is stuck in it. */
package systems.tasker.events.postgres.server;
