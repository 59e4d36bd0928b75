/** Who may do what: bearer tokens, API keys, roles. The one place that lets callers in or turns them away. */
package systems.tasker.events.http.access;
