/** The queues that the templates need, planned at the start and created at a reload. */
package systems.tasker.events.template.queues;
