package systems.tasker.events.postgres.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

import systems.tasker.events.fixture.InboxServer;
import systems.tasker.events.fixture.ProductionServer;
import systems.tasker.events.fixture.TwoRoles;
import systems.tasker.events.postgres.doctor.Checks.Check;
import systems.tasker.events.postgres.doctor.Expectations.ServiceSettings;
import systems.tasker.events.template.TemplateCheck;
import systems.tasker.events.template.TemplateProblem;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.ProductionServer.APP;
import static systems.tasker.events.fixture.ProductionServer.MIGRATOR;
import static systems.tasker.events.fixture.Waits.await;
import static systems.tasker.events.postgres.doctor.FindingType.*;

/** Seeds faults one by one into a healthy installation: the doctor reports each, and its fix makes the installation healthy again. */
class DoctorTest {

    private static final String PAYMENTS = "payments_domain_events";
    private static final String ORDERS = "orders_domain_events";
    private static final Set<String> QUEUES =
            Set.of("orchestration_step_results", PAYMENTS, PAYMENTS + "_dlq", ORDERS, ORDERS + "_dlq");
    private static final String CONSUME_TRANSACTIONS =
            "do $$ begin for i in 1..120 loop perform pg_current_xact_id(); commit; end loop; end $$";
    private static final ServiceSettings SETTINGS =
            new ServiceSettings(3, 5, true, Duration.ofSeconds(2), Duration.ofMinutes(15), 100, Duration.ofDays(7));

    @TempDir
    static Path temporary;

    private static ProductionServer server;

    /**
     * A fault.
     *
     * @param finding the type that reports it
     * @param subject what it is about
     * @param seed makes it, as a superuser
     * @param undo removes it, where the fix of the finding is no SQL that works here; empty otherwise
     */
    record Fault(FindingType finding, String subject, List<String> seed, List<String> undo) {

        Fault undoneBy(String... sql) {
            return new Fault(finding, subject, seed, List.of(sql));
        }

        /** Creates tables as their owner, so that the service may use them. */
        String fixer() {
            return subject.endsWith(ORDERS) || subject.endsWith(ORDERS + "_dlq") ? MIGRATOR : "postgres";
        }

        @Override
        public String toString() {
            return finding.label() + " " + subject;
        }
    }

    @BeforeAll
    static void prepare() throws Exception {
        server = new ProductionServer(temporary);
        for (var queue : QUEUES) {
            server.execute(MIGRATOR, "select pgmq.create('" + queue + "')");
        }
        server.execute(
                MIGRATOR,
                "create index \"q_payments_domain_events_group_idx\" on pgmq.q_payments_domain_events"
                        + " ((coalesce(headers->>'x-pgmq-group', '_default_fifo_group')), msg_id) include (headers)");
        setStorageParameters();
        server.execute("postgres", "create role billing");
        server.execute(
                MIGRATOR,
                InboxServer.functions(),
                "select tasker_events.register_consumer('" + PAYMENTS + "', 'billing', 'billing', 'skip')");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void findsNothingInAHealthyInstallation() {
        // When
        var diagnosis = diagnose();

        // Then
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.healthy()).isTrue();
        assertThat(diagnosis.skipped()).isEmpty();
        assertThat(diagnosis.checks()).hasSize(Checks.ALL.size() + 1).doesNotHaveDuplicates();
    }

    @Test
    void checksEveryFunctionThatConsumersAreGranted() {
        var granted = server.column("""
                select oid::regprocedure from pg_proc, aclexplode(proacl)
                where pronamespace = 'tasker_events'::regnamespace and grantee = 'billing'::regrole
                """);

        assertThat(granted)
                .containsExactlyInAnyOrderElementsOf(InstallationChecks.CONSUMER_FUNCTIONS.stream()
                        .map(function -> "tasker_events." + function.replace(", ", ","))
                        .toList());
    }

    static Stream<Fault> faults() {
        return Stream.of(
                fault(
                                PGMQ_UPDATE_AVAILABLE,
                                "pgmq",
                                "update pg_extension set extversion = '1.6.0' where extname = 'pgmq'")
                        .undoneBy("update pg_extension set extversion = '1.11.1' where extname = 'pgmq'"),
                fault(PGMQ_TOO_OLD, "pgmq", "update pg_extension set extversion = '1.4.4' where extname = 'pgmq'")
                        .undoneBy("update pg_extension set extversion = '1.11.1' where extname = 'pgmq'"),
                fault(
                                SCHEMA_OUTDATED,
                                "tasker_events",
                                "update tasker_events.flyway_schema_history set success = false where version = '2'")
                        .undoneBy("update tasker_events.flyway_schema_history set success = true where version = '2'"),
                fault(
                        GRANT_MISSING,
                        "pgmq.q_payments_domain_events",
                        "revoke insert, update on pgmq.q_payments_domain_events from tasker_app"),
                fault(
                        GRANT_MISSING,
                        "tasker_events.claimed_contexts",
                        "revoke delete on tasker_events.claimed_contexts from tasker_app"),
                fault(
                        GRANT_MISSING,
                        "tasker_events.consumer_inbox",
                        "revoke delete on tasker_events.consumer_inbox from tasker_app"),
                fault(
                        GRANT_MISSING,
                        "consumer billing of payments_domain_events",
                        "revoke usage on schema tasker_events from billing",
                        "revoke execute on function tasker_events.receive(text, text, integer, integer) from billing"),
                fault(
                                GRANT_MISSING,
                                "consumer billing of payments_domain_events",
                                "update tasker_events.consumers set role = 'renamed'")
                        .undoneBy("update tasker_events.consumers set role = 'billing'"),
                fault(GRANT_MISSING, "schema pgmq", "revoke usage on schema pgmq from tasker_app"),
                fault(CHECK_FAILED, "schema", "revoke select on tasker_events.flyway_schema_history from tasker_app")
                        .undoneBy("grant select on tasker_events.flyway_schema_history to tasker_app"),
                fault(QUEUE_MISSING, ORDERS, "select pgmq.drop_queue('" + ORDERS + "')"),
                fault(DEAD_LETTER_QUEUE_MISSING, ORDERS + "_dlq", "select pgmq.drop_queue('" + ORDERS + "_dlq')"),
                fault(QUEUE_TABLE_MISSING, ORDERS, "drop table pgmq.a_orders_domain_events"),
                fault(INDEX_MISSING, "pgmq.q_orders_domain_events", "drop index pgmq.q_orders_domain_events_vt_idx"),
                fault(
                        INDEX_MISSING,
                        "pgmq.a_orders_domain_events",
                        "drop index pgmq.archived_at_idx_orders_domain_events"),
                fault(
                        INDEX_MISSING,
                        "pgmq.q_payments_domain_events",
                        "drop index pgmq.q_payments_domain_events_group_idx"),
                fault(
                        INDEX_INVALID,
                        "pgmq.q_payments_domain_events_group_idx",
                        "update pg_index set indisvalid = false"
                                + " where indexrelid = 'pgmq.q_payments_domain_events_group_idx'::regclass"),
                fault(NOTIFY_TRIGGER, PAYMENTS, "select pgmq.enable_notify_insert('" + PAYMENTS + "')"),
                fault(
                        QUEUE_WITHOUT_READER,
                        PAYMENTS,
                        "select pgmq.send('" + PAYMENTS + "', '{}'::jsonb)",
                        "update pgmq.q_payments_domain_events set enqueued_at = now() - interval '1 hour'"),
                fault(
                                QUEUE_BACKLOG,
                                PAYMENTS,
                                "select pgmq.send('" + PAYMENTS + "', '{}'::jsonb)",
                                "select pgmq.read('" + PAYMENTS + "', 60, 1)",
                                "update pgmq.q_payments_domain_events set enqueued_at = now() - interval '1 hour'")
                        .undoneBy("select pgmq.purge_queue('" + PAYMENTS + "')"),
                fault(DEAD_LETTERS, PAYMENTS + "_dlq", "select pgmq.send('" + PAYMENTS + "_dlq', '{}'::jsonb)")
                        .undoneBy("select pgmq.purge_queue('" + PAYMENTS + "_dlq')"),
                fault(
                        STORAGE_PARAMETERS,
                        "pgmq.q_orders_domain_events",
                        "alter table pgmq.q_orders_domain_events reset (autovacuum_vacuum_threshold)"),
                fault(
                        AUTOVACUUM_OFF,
                        "pgmq.q_orders_domain_events",
                        "alter table pgmq.q_orders_domain_events set (autovacuum_enabled = false)"),
                fault(AUTOVACUUM_OFF, "autovacuum", "alter system set autovacuum = off", "select pg_reload_conf()")
                        .undoneBy("alter system reset autovacuum", "select pg_reload_conf()"),
                fault(
                        BLOAT,
                        "pgmq.q_orders_domain_events",
                        "insert into pgmq.q_orders_domain_events (vt, message)"
                                + " select now(), jsonb_build_object('text', repeat('x', 1800)) from generate_series(1, 40000)",
                        "delete from pgmq.q_orders_domain_events"
                                + " where msg_id < (select max(msg_id) from pgmq.q_orders_domain_events)",
                        "vacuum analyze pgmq.q_orders_domain_events"),
                fault(
                        SEQUENCE_BEHIND,
                        PAYMENTS,
                        "insert into pgmq.a_payments_domain_events (msg_id, enqueued_at, vt, message) values (5000, now(), now(), '{}')"),
                fault(
                                SEQUENCE_EXHAUSTED,
                                "pgmq.q_orders_domain_events_msg_id_seq",
                                "select setval('pgmq.q_orders_domain_events_msg_id_seq', 9007199254740000)")
                        .undoneBy("select setval('pgmq.q_orders_domain_events_msg_id_seq', 1000000)"),
                // As the update of pg_extension above: what the server would write itself after 600 million
                // transactions. A vacuum of
                // the whole database writes the true value again.
                fault(
                                XID_AGE,
                                "database " + TwoRoles.DATABASE,
                                "alter system set autovacuum_naptime = '1d'",
                                "select pg_reload_conf()",
                                "update pg_database set datfrozenxid = ((txid_current() + 4294967296 - 600000000) % 4294967296)::text::xid"
                                        + " where datname = current_database()")
                        .undoneBy(
                                "vacuum (freeze)", "alter system reset autovacuum_naptime", "select pg_reload_conf()"),
                fault(
                                PURGE_STALLED,
                                "tasker_events.accepted_results",
                                "insert into tasker_events.accepted_results values"
                                        + " (gen_random_uuid(), '1', 'digest', '{}', 0, '{}', now() - interval '15 days')")
                        .undoneBy("delete from tasker_events.accepted_results"),
                fault(
                                DATABASE_READ_ONLY,
                                "default_transaction_read_only",
                                "alter role tasker_app set default_transaction_read_only = on")
                        .undoneBy("alter role tasker_app reset default_transaction_read_only"),
                fault(COMMIT_NOT_DURABLE, "synchronous_commit", "alter role tasker_app set synchronous_commit = off"),
                fault(
                        TABLE_UNLOGGED,
                        "pgmq.q_orders_domain_events",
                        "alter table pgmq.q_orders_domain_events set unlogged"),
                fault(
                        TABLE_UNLOGGED,
                        "tasker_events.claimed_contexts",
                        "alter table tasker_events.claimed_contexts set unlogged"),
                fault(
                        STANDBY_MISSING,
                        "synchronous_standby_names",
                        "alter system set synchronous_standby_names = 'ghost'",
                        "select pg_reload_conf()"),
                fault(STATEMENT_TIMEOUT_MISSING, "statement_timeout", "alter role tasker_app reset statement_timeout"),
                fault(DEADLOCK_TIMEOUT, "deadlock_timeout", "alter role tasker_app set deadlock_timeout = '5s'"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void reportsASeededFaultAndItsFix(Fault fault) {
        // Given
        server.execute("postgres", fault.seed().toArray(String[]::new));

        // When
        var found = await().until(
                        () -> diagnose().findings(),
                        findings -> Set.copyOf(types(findings)).equals(Set.of(fault.finding())));
        var fix = found.get(0).fix();
        if (fault.undo().isEmpty()) {
            server.execute(fault.fixer(), statements(fix));
        } else {
            server.execute("postgres", fault.undo().toArray(String[]::new));
        }

        // Then
        assertThat(found).extracting(Finding::subject).containsExactly(fault.subject());
        assertThat(found).extracting(Finding::evidence).doesNotContainNull();
        // A queue that was created again lacks what migrate adds.
        setStorageParameters();
        await().untilAsserted(() -> assertThat(diagnose().findings()).as(fix).isEmpty());
    }

    private static void setStorageParameters() {
        diagnose().findings().stream()
                .filter(finding -> finding.finding() == STORAGE_PARAMETERS)
                .forEach(finding -> server.execute(MIGRATOR, statements(finding.fix())));
    }

    @Test
    void reportsDeadTuplesThatVacuumDoesNotRemove() {
        // Given
        server.execute(
                "postgres",
                "alter table pgmq.q_orders_domain_events set (autovacuum_enabled = false)",
                "insert into pgmq.q_orders_domain_events (vt, message) select now(), '{}' from generate_series(1, 110000)",
                "delete from pgmq.q_orders_domain_events");

        // When
        var found = await().until(
                        () -> diagnose().findings(), findings -> types(findings).contains(DEAD_TUPLES));
        found.forEach(finding -> server.execute("postgres", statements(finding.fix())));

        // Then
        assertThat(types(found)).containsExactlyInAnyOrder(AUTOVACUUM_OFF, DEAD_TUPLES);
        await().untilAsserted(() -> assertThat(diagnose().findings()).isEmpty());
    }

    @Test
    void reportsTheSessionThatLocksAQueue() throws Exception {
        try (var session = transaction("postgres", "lock table pgmq.q_payments_domain_events in share mode")) {
            assertEndedByItsFix(session, QUEUE_LOCKED);
        }
    }

    @Test
    void reportsTheSessionThatHoldsTheXminHorizon() throws Exception {
        try (var session = transaction(APP, "select count(*) from tasker_events.accepted_results")) {
            // Given
            server.execute("postgres", CONSUME_TRANSACTIONS);

            // Then
            assertEndedByItsFix(session, XMIN_HORIZON);
        }
    }

    @Test
    void reportsThePreparedTransactionThatHoldsTheXminHorizon() {
        // Given
        server.execute(
                MIGRATOR, "begin", "create table tasker_events.left_behind ()", "prepare transaction 'left behind'");
        server.execute("postgres", CONSUME_TRANSACTIONS);

        // When
        var found = diagnose().findings();
        server.execute("postgres", statements(found.get(0).fix()));

        // Then
        assertThat(types(found)).containsExactly(XMIN_HORIZON);
        assertThat(found.get(0).subject()).isEqualTo("prepared transaction left behind");
        assertThat(diagnose().findings()).isEmpty();
    }

    @Test
    void reportsAStandbyThatNoCommitWaitsFor() throws Exception {
        // Given
        var properties = new Properties();
        PGProperty.USER.set(properties, "postgres");
        PGProperty.PASSWORD.set(properties, "postgres");
        PGProperty.REPLICATION.set(properties, "true");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        var url = "jdbc:postgresql://localhost:" + server.port() + "/" + TwoRoles.DATABASE;
        try (var standby = new org.postgresql.Driver().connect(url, properties)) {
            // When
            var position = org.postgresql.replication.LogSequenceNumber.valueOf(
                    server.column("select pg_current_wal_lsn()").get(0));
            var stream = standby.unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .physical()
                    .withStartPosition(position)
                    .start();

            // Then
            assertThat(types(diagnose().findings())).containsExactly(REPLICATION_ASYNCHRONOUS);
            stream.close();
        }
    }

    @Test
    void reportsAMissingPgmqAndSkipsTheChecksThatNeedIt() {
        // When
        var diagnosis = diagnose("postgres", SETTINGS, Clock.systemUTC(), List.of());

        // Then
        assertThat(types(diagnosis.findings())).contains(PGMQ_MISSING, SCHEMA_OUTDATED);
        assertThat(types(diagnosis.findings())).doesNotContain(CHECK_FAILED);
        assertThat(diagnosis.skipped()).contains("queues", "grants").doesNotContain("commits");
    }

    @Test
    void reportsMoreReplicasThanConnections() {
        // Given
        var many = new ServiceSettings(
                10, 21, true, Duration.ofSeconds(2), Duration.ofMinutes(15), 100, Duration.ofDays(7));

        // When
        var found =
                diagnose(TwoRoles.DATABASE, many, Clock.systemUTC(), List.of()).findings();

        // Then
        assertThat(types(found)).containsExactly(CONNECTION_BUDGET);
        assertThat(found.get(0).evidence()).contains("10 replica(s) with 21 connections need 210");
    }

    @Test
    void reportsTheSkewOfClocks() {
        // Given
        var ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
        var behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1));

        // Then
        assertThat(types(diagnose(TwoRoles.DATABASE, SETTINGS, ahead, List.of()).findings()))
                .containsExactly(CLOCK_SKEW);
        assertThat(types(
                        diagnose(TwoRoles.DATABASE, SETTINGS, behind, List.of()).findings()))
                .containsExactly(CLOCK_SKEW);
    }

    @Test
    void reportsInvalidTemplatesAndUnresolvedPublishers() throws Exception {
        // Given
        var templates = Files.createDirectories(temporary.resolve("templates"));
        Files.writeString(templates.resolve("a.yaml"), """
                name: a
                namespace_name: payments
                version: 1.0.0
                steps:
                  - name: pay
                    publishes_events:
                      - name: payment.made
                        publisher: Unknown
                      - name: Payment!
                """);
        var problems = TemplateCheck.of(templates, Optional.of(List.of()), Optional.empty(), false)
                .problems();

        // When
        var found = diagnose(TwoRoles.DATABASE, SETTINGS, Clock.systemUTC(), problems)
                .findings();

        // Then
        assertThat(types(found)).containsExactlyInAnyOrder(PUBLISHER_UNRESOLVED, TEMPLATE_INVALID);
        assertThat(found).extracting(Finding::subject).contains("a.yaml:8");
    }

    @Test
    void isolatesEachCheckAndEndsASlowOne() {
        // Given
        var checks = List.of(
                new Check(
                        "slow",
                        false,
                        inspection -> inspection.each(DEAD_LETTERS, "select pg_sleep(60)::text, '', ''")),
                new Check(
                        "writing",
                        false,
                        inspection -> inspection.each(
                                DEAD_LETTERS, "delete from tasker_events.accepted_results returning '', '', ''")),
                new Check("buggy", false, inspection -> {
                    throw new IllegalStateException("bug");
                }),
                new Check(
                        "working",
                        false,
                        inspection -> Uni.createFrom().item(List.of(DEAD_LETTERS.of("a", "b", "c")))));
        var pool = server.pool(TwoRoles.DATABASE);

        // When
        var found = new Doctor(pool, () -> expectations(SETTINGS, Clock.systemUTC(), List.of()), Set.of(), checks)
                .diagnose()
                .await()
                .indefinitely()
                .findings();
        pool.closeAndAwait();

        // Then
        assertThat(types(found)).containsExactly(CHECK_FAILED, CHECK_FAILED, CHECK_FAILED, DEAD_LETTERS);
        assertThat(found).extracting(Finding::subject).containsExactly("slow", "writing", "buggy", "a");
        assertThat(found.get(0).evidence()).contains("statement timeout");
        assertThat(found.get(1).evidence()).contains("read-only transaction");
    }

    @Test
    void leavesAcceptedFindingsOut() {
        // Given
        var pool = server.pool(TwoRoles.DATABASE);
        var checks = List.of(new Check(
                "a", false, inspection -> Uni.createFrom().item(List.of(DEAD_LETTERS.of("a", "b", "c")))));

        // When
        var diagnosis = new Doctor(
                        pool, () -> expectations(SETTINGS, Clock.systemUTC(), List.of()), Set.of(DEAD_LETTERS), checks)
                .diagnose()
                .await()
                .indefinitely();
        pool.closeAndAwait();

        // Then
        assertThat(diagnosis.healthy()).isTrue();
    }

    @Test
    void knowsTheLastMigration() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"))
                            .map(Integer::valueOf)
                            .max(Integer::compare))
                    .contains(InstallationChecks.SCHEMA_VERSION);
        }
    }

    @Test
    void seedsAFaultOfEveryTypeButPoolersWhichAnotherTestDoes() {
        var seeded = new TreeSet<>(Set.of(
                DEAD_TUPLES,
                QUEUE_LOCKED,
                XMIN_HORIZON,
                REPLICATION_ASYNCHRONOUS,
                PGMQ_MISSING,
                CONNECTION_BUDGET,
                CLOCK_SKEW,
                POOLER_WITHOUT_LISTENER,
                PUBLISHER_UNRESOLVED,
                TEMPLATE_INVALID));
        faults().map(Fault::finding).forEach(seeded::add);

        assertThat(seeded).containsExactlyInAnyOrder(FindingType.values());
    }

    private void assertEndedByItsFix(Connection session, FindingType type) throws SQLException {
        // When
        var found = diagnose().findings();
        server.execute("postgres", statements(found.get(0).fix()));

        // Then
        assertThat(types(found)).containsExactly(type);
        await().untilAsserted(() -> assertThat(diagnose().findings()).isEmpty());
        assertThat(session.isValid(1)).isFalse();
    }

    private static Connection transaction(String role, String sql) throws SQLException {
        var session = server.connect(TwoRoles.DATABASE, role);
        session.setAutoCommit(false);
        session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        session.createStatement().execute(sql);
        return session;
    }

    private static Diagnosis diagnose() {
        return diagnose(TwoRoles.DATABASE, SETTINGS, Clock.systemUTC(), List.of());
    }

    private static Diagnosis diagnose(
            String database, ServiceSettings settings, Clock clock, List<TemplateProblem> problems) {
        var pool = server.pool(database);
        try {
            return new Doctor(pool, () -> expectations(settings, clock, problems), Set.of())
                    .diagnose()
                    .await()
                    .indefinitely();
        } finally {
            pool.closeAndAwait();
        }
    }

    private static Expectations expectations(ServiceSettings settings, Clock clock, List<TemplateProblem> problems) {
        return new Expectations(QUEUES, Set.of(PAYMENTS), problems, settings, clock);
    }

    private static List<FindingType> types(List<Finding> findings) {
        return findings.stream().map(Finding::finding).toList();
    }

    /** The SQL of a fix, which may be preceded by a sentence. */
    private static String[] statements(String fix) {
        var sql = fix.substring(fix.indexOf(": ") < 0 ? 0 : fix.indexOf(": ") + 2);
        return Arrays.stream(sql.split("; ")).toArray(String[]::new);
    }

    private static Fault fault(FindingType finding, String subject, String... seed) {
        return new Fault(finding, subject, List.of(seed), List.of());
    }
}
