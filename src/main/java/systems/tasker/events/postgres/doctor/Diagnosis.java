package systems.tasker.events.postgres.doctor;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The result of all checks.
 *
 * @param healthy whether there is no finding
 * @param checkedAt when the checks began
 * @param checks the checks that ran
 * @param skipped the checks that did not run, because PGMQ is missing or not accessible
 * @param findings the findings, errors first
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record Diagnosis(
        boolean healthy, Instant checkedAt, List<String> checks, List<String> skipped, List<Finding> findings) {

    public Diagnosis {
        checks = List.copyOf(checks);
        skipped = List.copyOf(skipped);
        findings = List.copyOf(findings);
    }
}
