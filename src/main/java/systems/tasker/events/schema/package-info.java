/**
 * Compiles JSON Schemas and validates payloads within a budget. Only this package uses the validator library.
 */
package systems.tasker.events.schema;
