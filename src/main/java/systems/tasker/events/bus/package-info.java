/**
 * The Vert.x event bus, from the journey to the subscribers, one bounded mailbox each.
 *
 * <p>The bus knows exact addresses only, so patterns are matched here, where events arrive. They are passed as they are, not copied:
 * everything stays inside this process.
 */
package systems.tasker.events.bus;
