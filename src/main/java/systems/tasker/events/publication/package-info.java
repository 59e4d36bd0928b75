/**
 * The journey of one step result: match, transform, validate, commit, dispatch.
 *
 * <p>{@link systems.tasker.events.publication.StepResultProcessor} walks it; {@link systems.tasker.events.publication.Journeys} wires it.
 * Its ports are {@link systems.tasker.events.publication.store.ContextStore}, {@link systems.tasker.events.publication.store.ResultLedger},
 * {@link systems.tasker.events.publication.InProcessEventBus} and {@link systems.tasker.events.publication.PublicationListener}; adapters
 * implement them.
 *
 * <p>What every result walks through has loops instead of streams, here and in the ledger: some 25 pipelines per result cost CPU time.
 */
package systems.tasker.events.publication;
