/**
 * Schema evolution: whether consumers of one schema version can read payloads of the next.
 *
 * <p>It compares the schemas themselves, without the validator.
 */
package systems.tasker.events.schema.compatibility;
