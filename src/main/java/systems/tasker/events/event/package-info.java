/** What a domain event is, wherever it travels: its name, its metadata, its JSON, and the patterns that select it. */
package systems.tasker.events.event;
