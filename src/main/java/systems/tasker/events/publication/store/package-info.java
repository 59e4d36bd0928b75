/**
 * What the journey asks of the database: to commit a result with its events, to find the accepted ones, to keep claimed contexts.
 *
 * <p>An adapter implements {@link systems.tasker.events.publication.store.ResultLedger} and {@link
 * systems.tasker.events.publication.store.ContextStore}.
 */
package systems.tasker.events.publication.store;
