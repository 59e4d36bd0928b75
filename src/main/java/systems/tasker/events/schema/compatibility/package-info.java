/**
 * Schema evolution: whether consumers of one schema version can read payloads of the next.
 *
 * <p>It compares the schemas themselves and knows nothing of the validator.
 */
package systems.tasker.events.schema.compatibility;
