package systems.tasker.events.postgres.doctor;

import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

/** The list of the checks, in the order in which they run. */
final class Checks {

    /**
     * A check.
     *
     * @param name its name in reports
     * @param needsPgmq whether it reads tables of PGMQ
     * @param run what it finds; reads only
     */
    record Check(String name, boolean needsPgmq, Function<Inspection, Uni<List<Finding>>> run) {}

    /** Whether PGMQ can be used at all; the checks that need it are skipped when this one finds an error. */
    static final Check PGMQ = new Check("pgmq", false, InstallationChecks::pgmq);

    static final List<Check> ALL = List.of(
            new Check("templates", false, TemplateChecks::problems),
            new Check("schema", false, InstallationChecks::schema),
            new Check("grants", true, InstallationChecks::grants),
            new Check("inbox", false, InstallationChecks::inbox),
            new Check("queues", true, QueueChecks::missing),
            new Check("dead_letter_queues", true, QueueChecks::missingDeadLetterQueues),
            new Check("queue_tables", true, QueueChecks::missingTables),
            new Check("indexes", true, QueueChecks::missingIndexes),
            new Check("ordered_queues", true, QueueChecks::missingGroupIndexes),
            new Check("invalid_indexes", true, QueueChecks::invalidIndexes),
            new Check("locks", true, QueueChecks::locked),
            new Check("notify_triggers", true, QueueChecks::notifyTriggers),
            new Check("readers", true, MessageChecks::readers),
            new Check("dead_letters", true, MessageChecks::deadLetters),
            new Check("sequences_behind", true, MessageChecks::sequencesBehind),
            new Check("sequences_exhausted", true, MessageChecks::sequencesExhausted),
            new Check("storage_parameters", true, VacuumChecks::storage),
            new Check("autovacuum", true, VacuumChecks::autovacuum),
            new Check("dead_tuples", true, VacuumChecks::deadTuples),
            new Check("bloat", true, VacuumChecks::bloat),
            new Check("xmin_horizon", false, VacuumChecks::xminHorizon),
            new Check("xid_age", false, VacuumChecks::xidAge),
            new Check("purge", false, VacuumChecks::purge),
            new Check("writable", false, DurabilityChecks::writable),
            new Check("commits", false, DurabilityChecks::commits),
            new Check("unlogged_tables", true, DurabilityChecks::unlogged),
            new Check("standbys", false, DurabilityChecks::standbys),
            new Check("connection_budget", false, ConnectionChecks::budget),
            new Check("statement_timeout", false, ConnectionChecks::statementTimeout),
            new Check("deadlock_timeout", false, ConnectionChecks::deadlockTimeout),
            new Check("clocks", false, ConnectionChecks::clocks),
            new Check("pooler", false, ConnectionChecks::pooler));

    private Checks() {}
}
