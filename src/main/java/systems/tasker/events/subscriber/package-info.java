/**
 * Extension point: reacts to events inside this process.
 *
 * <p>A subscriber is a CDI bean that extends {@link systems.tasker.events.subscriber.BaseSubscriber}. It is for secondary work, such as
 * metrics and notifications: best effort, per instance, never part of the step graph.
 */
package systems.tasker.events.subscriber;
