/**
 * Shared observability parts: status reasons, meter names, log throttling. It uses no other package.
 *
 * <p>A package that knows of a degraded state implements {@link systems.tasker.events.observability.StatusSource}.
 */
package systems.tasker.events.observability;
