/**
 * Extension point: turns a step result into an event's payload.
 *
 * <p>A publisher is a CDI bean that extends {@link systems.tasker.events.publisher.BasePublisher}; task templates name it. Publishers
 * transform, they never send: whatever one of them does wrong costs its own event and nothing else.
 */
package systems.tasker.events.publisher;
