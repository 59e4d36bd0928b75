package systems.tasker.events.postgres.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.postgres.doctor.Checks.Check;
import systems.tasker.events.postgres.pgmq.TimedTransaction;

/**
 * Runs the checks one after the other.
 *
 * <p>Each has a read-only transaction and a timeout of its own, so that no check changes anything, waits without end, or prevents another one.
 * A check that fails is itself a finding. Thread-safe.
 */
public final class Doctor {

    // Of a check; longer than any takes on a database with hundreds of queues.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    // Beyond the statement timeout, for a server that does not answer.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Pool pool;
    private final Supplier<Expectations> expectations;
    private final Set<FindingType> accepted;
    private final List<Check> checks;

    Doctor(Pool pool, Supplier<Expectations> expectations, Set<FindingType> accepted) {
        this(pool, expectations, accepted, Checks.ALL);
    }

    Doctor(Pool pool, Supplier<Expectations> expectations, Set<FindingType> accepted, List<Check> checks) {
        this.pool = pool;
        this.expectations = expectations;
        this.accepted = Set.copyOf(accepted);
        this.checks = List.copyOf(checks);
    }

    /**
     * Runs all checks; fails when the database is unavailable.
     *
     * <p>Reads the template files when it is called, which blocks.
     */
    public Uni<Diagnosis> diagnose() {
        var expected = expectations.get();
        return findings(Checks.PGMQ, expected).chain(found -> diagnose(expected, found));
    }

    private Uni<Diagnosis> diagnose(Expectations expected, List<Finding> pgmq) {
        var isUsable = pgmq.stream()
                .noneMatch(finding ->
                        finding.severity() == Severity.ERROR && finding.finding() != FindingType.PGMQ_TOO_OLD);
        var runnable =
                checks.stream().filter(check -> isUsable || !check.needsPgmq()).toList();
        var skipped = checks.stream()
                .filter(check -> !runnable.contains(check))
                .map(Check::name)
                .toList();
        var ran = new ArrayList<>(List.of(Checks.PGMQ.name()));
        runnable.forEach(check -> ran.add(check.name()));
        var startedAt = expected.clock().instant();
        return Multi.createFrom()
                .iterable(runnable)
                .onItem()
                .transformToUniAndConcatenate(check ->
                        findings(check, expected).onFailure().recoverWithItem(fault -> List.of(failed(check, fault))))
                .collect()
                .asList()
                .map(found -> {
                    var findings = new ArrayList<>(pgmq);
                    found.forEach(findings::addAll);
                    findings.removeIf(finding -> accepted.contains(finding.finding()));
                    findings.sort(Comparator.comparing(Finding::severity));
                    return new Diagnosis(findings.isEmpty(), startedAt, ran, skipped, findings);
                });
    }

    private Uni<List<Finding>> findings(Check check, Expectations expected) {
        return TimedTransaction.runWithoutJit(
                        pool,
                        TIMEOUT,
                        connection -> connection
                                .query("set transaction read only; set local lock_timeout = 1000")
                                .execute()
                                .chain(set -> check.run().apply(new Inspection(pool, connection, expected))))
                .ifNoItem()
                .after(TIMEOUT.plus(GRACE))
                .fail();
    }

    private static Finding failed(Check check, Throwable fault) {
        return FindingType.CHECK_FAILED.of(
                check.name(),
                "the check failed: " + fault.getMessage(),
                "run it again; if it lacks privileges, grant what the message names");
    }
}
