/**
 * Diagnosis of an installation: read-only checks of the database, the queues and the templates, each finding with evidence and fix.
 *
 * <p>{@link systems.tasker.events.postgres.doctor.Checks} is the list of the checks; a new one is a method and a line there, and a kind of
 * finding in {@link systems.tasker.events.postgres.doctor.FindingType}.
 */
package systems.tasker.events.postgres.doctor;
