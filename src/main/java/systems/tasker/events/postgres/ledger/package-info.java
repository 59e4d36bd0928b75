/**
 * The ledger of accepted results, one row per result, and the contexts of claimed steps.
 *
 * <p>One SQL statement, which is one transaction, accepts a result and sends its messages; under load, many results share it.
 */
package systems.tasker.events.postgres.ledger;
