/**
 * PGMQ through the reactive PG client: the ledger and the queues.
 *
 * <p>Everything that becomes true with an accepted result becomes true in one SQL statement, which is one transaction.
 */
package systems.tasker.events.pgmq;
