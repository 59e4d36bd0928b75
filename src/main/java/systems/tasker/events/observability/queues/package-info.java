/**
 * Monitors the queues: depth, age, dead letters, vacuum horizon; for meters, status and REST.
 */
package systems.tasker.events.observability.queues;
