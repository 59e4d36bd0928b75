package systems.tasker.events.postgres.doctor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

import static systems.tasker.events.postgres.doctor.Severity.ERROR;
import static systems.tasker.events.postgres.doctor.Severity.WARNING;

/** The kinds of findings; the page doctor.md lists them with their severities. */
@RegisterForReflection
public enum FindingType {
    CHECK_FAILED(WARNING),
    PGMQ_MISSING(ERROR),
    PGMQ_TOO_OLD(ERROR),
    PGMQ_UPDATE_AVAILABLE(WARNING),
    SCHEMA_OUTDATED(ERROR),
    GRANT_MISSING(ERROR),
    QUEUE_MISSING(ERROR),
    DEAD_LETTER_QUEUE_MISSING(ERROR),
    QUEUE_TABLE_MISSING(ERROR),
    INDEX_MISSING(WARNING),
    INDEX_INVALID(WARNING),
    QUEUE_LOCKED(ERROR),
    NOTIFY_TRIGGER(WARNING),
    QUEUE_WITHOUT_READER(WARNING),
    QUEUE_BACKLOG(WARNING),
    DEAD_LETTERS(WARNING),
    STORAGE_PARAMETERS(WARNING),
    AUTOVACUUM_OFF(WARNING),
    DEAD_TUPLES(WARNING),
    BLOAT(WARNING),
    XMIN_HORIZON(WARNING),
    XID_AGE(ERROR),
    SEQUENCE_BEHIND(ERROR),
    SEQUENCE_EXHAUSTED(WARNING),
    PURGE_STALLED(WARNING),
    DATABASE_READ_ONLY(ERROR),
    COMMIT_NOT_DURABLE(ERROR),
    TABLE_UNLOGGED(ERROR),
    STANDBY_MISSING(ERROR),
    REPLICATION_ASYNCHRONOUS(WARNING),
    CONNECTION_BUDGET(WARNING),
    STATEMENT_TIMEOUT_MISSING(WARNING),
    DEADLOCK_TIMEOUT(WARNING),
    CLOCK_SKEW(WARNING),
    POOLER_WITHOUT_LISTENER(WARNING),
    TEMPLATE_INVALID(ERROR),
    PUBLISHER_UNRESOLVED(ERROR);

    private final Severity severity;

    FindingType(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** The spelling in reports. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this spelling; empty when there is none. */
    static Optional<FindingType> of(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst();
    }

    Finding of(String subject, String evidence, String fix) {
        return new Finding(severity, this, subject, evidence, fix);
    }
}
