package systems.tasker.events.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.postgres.doctor.Diagnosis;
import systems.tasker.events.postgres.doctor.Severity;

/** The report of a diagnosis, for people or for programs. */
final class DoctorReport {

    private DoctorReport() {}

    /** One line per finding, then how many there are. */
    static String human(Diagnosis diagnosis) {
        var text = new StringBuilder();
        for (var finding : diagnosis.findings()) {
            text.append("%s %s %s: %s. Fix: %s%n"
                    .formatted(
                            finding.severity().label(),
                            finding.finding().label(),
                            finding.subject(),
                            finding.evidence(),
                            finding.fix()));
        }
        var errors = diagnosis.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .count();
        text.append("%d error(s), %d warning(s), %d check(s)%n"
                .formatted(
                        errors,
                        diagnosis.findings().size() - errors,
                        diagnosis.checks().size()));
        if (!diagnosis.skipped().isEmpty()) {
            text.append(
                    "Not checked, because PGMQ cannot be used: %s%n".formatted(String.join(", ", diagnosis.skipped())));
        }
        return text.toString();
    }

    /** One JSON object, the same as that of {@code GET /v1/doctor}. */
    static String json(Diagnosis diagnosis) {
        var report = JsonNodeFactory.instance.objectNode();
        report.put("healthy", diagnosis.healthy());
        report.put("checked_at", diagnosis.checkedAt().toString());
        var checks = report.putArray("checks");
        diagnosis.checks().forEach(checks::add);
        var skipped = report.putArray("skipped");
        diagnosis.skipped().forEach(skipped::add);
        var findings = report.putArray("findings");
        for (var finding : diagnosis.findings()) {
            findings.addObject()
                    .put("severity", finding.severity().label())
                    .put("finding", finding.finding().label())
                    .put("subject", finding.subject())
                    .put("evidence", finding.evidence())
                    .put("fix", finding.fix());
        }
        return report.toPrettyString() + "\n";
    }
}
