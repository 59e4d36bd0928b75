/** What the database server promises, polled: its role, whether it can write, its replication. */
package systems.tasker.events.postgres.server;
