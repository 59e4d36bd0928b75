package systems.tasker.events.postgres.doctor;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Something that should be fixed.
 *
 * @param severity how urgent it is
 * @param finding its type
 * @param subject the queue, table, setting or file
 * @param evidence the figures that show it
 * @param fix SQL, a property or a command that fixes it
 */
@RegisterForReflection
public record Finding(Severity severity, FindingType finding, String subject, String evidence, String fix) {}
