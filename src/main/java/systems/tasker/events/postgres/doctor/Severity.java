package systems.tasker.events.postgres.doctor;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How urgent a finding is. */
@RegisterForReflection
public enum Severity {
    /** Results are rejected or can be lost, now or after the next fault. */
    ERROR,
    /** The service works, slower or with less reserve than it should. */
    WARNING;

    /** The spelling in reports. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
