/**
 * Accepts results, a row per result, committed together with its messages, many results in one commit; keeps the contexts of claimed steps.
 *
 * <p>Everything that becomes true with an accepted result becomes true in one SQL statement, which is one transaction.
 */
package systems.tasker.events.postgres.ledger;
