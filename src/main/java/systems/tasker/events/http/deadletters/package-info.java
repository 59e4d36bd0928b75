/**
 * Lists dead letters over HTTP and discards them, and sends messages again: redrive and replay.
 *
 * <pre>
 *     redrive ─▶ DeadLetterSource ─┐
 *                                  ├─▶ ResendRun: batches within a ResendBudget ─▶ MessageTransfer: one statement per batch
 *     replay ──▶ ArchiveSource ────┘
 *     discard ─▶ DiscardSource ───────▶ ResendRun: the same, to the archive
 * </pre>
 *
 * <p>A redriven message is moved in one statement, so it is in exactly one of the two queues at any time. A replayed message is a copy; the
 * archive keeps the original. Nothing is deleted: discarded messages are archived.
 */
package systems.tasker.events.http.deadletters;
