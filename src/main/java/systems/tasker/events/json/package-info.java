/**
 * JSON as it travels: exact numbers, limits, and input problems with JSON pointers.
 *
 * <p>Every JSON text in and out of the service is read and written here, with the digits of its numbers unchanged.
 */
package systems.tasker.events.json;
