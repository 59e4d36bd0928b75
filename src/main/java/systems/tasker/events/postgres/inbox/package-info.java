/** The optional inbox of consumers: functions with which an event has its effect once per consumer, and how long it remembers events. */
package systems.tasker.events.postgres.inbox;
