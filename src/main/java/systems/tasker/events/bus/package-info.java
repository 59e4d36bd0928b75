/**
 * The Vert.x event bus, from the journey to the subscribers, one bounded mailbox each.
 *
 * <p>The bus knows exact addresses only, so patterns are matched here, and each subscriber listens at an address of its own. Events are passed
 * as they are, not copied: everything stays inside this process.
 */
package systems.tasker.events.bus;
