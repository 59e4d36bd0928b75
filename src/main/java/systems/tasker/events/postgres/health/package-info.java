/** Whether the database is prepared and whether commits succeed, for the health checks and the status. */
package systems.tasker.events.postgres.health;
