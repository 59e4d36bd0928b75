/** Retention of archived messages: how long each archive keeps them, and their deletion after that. */
package systems.tasker.events.postgres.retention;
