/** Authentication and authorization: bearer tokens, API keys, roles. */
package systems.tasker.events.http.access;
