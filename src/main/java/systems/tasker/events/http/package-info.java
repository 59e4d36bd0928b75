/**
 * Shared HTTP parts: request bodies and their limits, callers, query parameters, problem details.
 *
 * <p>The packages below have the endpoints; none of them uses another one.
 */
package systems.tasker.events.http;
