package systems.tasker.events.postgres.recorded;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ProductionServer;
import systems.tasker.events.fixture.TestPools;
import systems.tasker.events.fixture.TwoRoles;
import systems.tasker.events.fixture.Waits;
import systems.tasker.events.publication.StepResultSubmission;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.NotReplayable;
import systems.tasker.events.simulation.RecordedResult;
import systems.tasker.events.simulation.SimulationLimits;
import systems.tasker.events.simulation.SimulationReport;
import systems.tasker.events.simulation.Simulator;
import systems.tasker.events.simulation.Simulator.Side;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.ProductionServer.APP;
import static systems.tasker.events.fixture.ProductionServer.MIGRATOR;

/** Reads results that other sessions have accepted, as a role that may read and nothing else. */
class RecordedDatabaseTest {

    private static final String READER = "tasker_reader";
    private static final int PAGES = 1_300;
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private static final String WRITTEN = """
            select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_user_tables
            """;

    private static final String TEMPLATE = """
            name: order
            namespace_name: shop
            version: 1.0.0
            steps:
              - name: charge
                publishes_events:
                  - name: payment.charged
                    condition: always
            """;

    @TempDir
    static Path temporary;

    private static ProductionServer server;
    private static Pool pool;

    @BeforeAll
    static void accept() throws Exception {
        server = new ProductionServer(temporary);
        for (var queue : List.of("orchestration_step_results", "shop_domain_events")) {
            server.execute(MIGRATOR, "select pgmq.create('" + queue + "')");
        }
        server.execute(
                "postgres",
                "create role " + READER + " login password 'reader'",
                "alter role " + READER + " set default_transaction_read_only = on",
                "grant connect on database " + TwoRoles.DATABASE + " to " + READER,
                "grant usage on schema pgmq, tasker_events to " + READER,
                "grant select on all tables in schema pgmq, tasker_events to " + READER);
        pool = Pool.newInstance(TestPools.builder()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(server.port())
                        .setDatabase(TwoRoles.DATABASE)
                        .setUser(READER)
                        .setPassword("reader"))
                .build());
    }

    @AfterAll
    static void stop() throws Exception {
        pool.closeAndAwait();
        server.close();
    }

    @Test
    void putsResultsTogetherFromNotificationsAndDurableEvents() {
        // Given
        var queued = UUID.randomUUID();
        accept(queued, "2", true, true);
        var archived = UUID.randomUUID();
        accept(archived, "1", true, true);
        server.execute(
                APP,
                "select pgmq.archive('orchestration_step_results', msg_id) from pgmq.q_orchestration_step_results"
                        + " where message ->> 'step_uuid' = '" + archived + "'",
                "select pgmq.archive('shop_domain_events', msg_id) from pgmq.q_shop_domain_events"
                        + " where message #>> '{metadata,step_uuid}' = '" + archived + "'");
        var withoutNotification = UUID.randomUUID();
        accept(withoutNotification, "1", true, true);
        server.execute(
                APP,
                "select pgmq.delete('orchestration_step_results', msg_id) from pgmq.q_orchestration_step_results"
                        + " where message ->> 'step_uuid' = '" + withoutNotification + "'");
        var ofOtherAttempt = UUID.randomUUID();
        accept(ofOtherAttempt, "1", true, false);
        accept(ofOtherAttempt, "2", true, true);
        var withoutContext = UUID.randomUUID();
        accept(withoutContext, "1", true, false);
        var withoutResult = UUID.randomUUID();
        accept(withoutResult, "1", false, false);

        // When
        var results = read();

        // Then
        assertThat(submission(results, queued).attempt()).hasValue(2);
        assertThat(submission(results, queued).result().json().has("task_uuid")).isFalse();
        assertThat(submission(results, queued).result().result().path("amount").asInt())
                .isEqualTo(5);
        assertThat(submission(results, archived).inlineContext()).isPresent();
        assertThat(submission(results, withoutNotification).result().success()).isTrue();
        assertThat(results.stream().flatMap(result -> result.submission().stream()))
                .filteredOn(result -> result.result().stepUuid().equals(ofOtherAttempt))
                .extracting(result -> result.attempt().orElseThrow())
                .containsExactly(1, 2);
        assertThat(results.stream().flatMap(result -> result.reason().stream()).map(Object::toString))
                .containsExactlyInAnyOrder("CONTEXT_MISSING", "RESULT_MISSING");
    }

    @Test
    void readsPageAfterPageAndWritesNoRow() {
        // Given
        server.execute(
                APP,
                """
                with sent as (
                    select n, pgmq.send('shop_domain_events', jsonb_build_object('payload', jsonb_build_object(
                        'execution_result', jsonb_build_object('step_uuid', lpad(n::text, 8, '0') || '-0000-7000-8000-000000000000',
                                                               'success', true, 'result', jsonb_build_object('amount', n)),
                        'task_sequence_step', %s))) as msg_id
                    from generate_series(1, %d) as n)
                insert into tasker_events.accepted_results
                select (lpad(n::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid, '1', 'd',
                       '{"notification": {"queue": "orchestration_step_results"},
                         "events": [{"event_id": "00000000-0000-7000-8000-000000000000", "queue": "shop_domain_events"}]}',
                       0, array[msg_id], timestamptz '2021-01-01' + n / 10 * interval '1 minute'
                from sent
                """.formatted(context("lpad(n::text, 8, '0') || '-0000-7000-8000-000000000000'"), PAGES),
                "select pg_stat_force_next_flush()");
        var before = server.column(WRITTEN);
        var simulator = new Simulator(
                side(TEMPLATE),
                side(TEMPLATE.replace("always", "failure")),
                AttemptsConvention.AFTER_CLAIM,
                Optional.empty(),
                Clock.systemUTC());

        // When
        SimulationReport report;
        try (var recorded = database().since(LONG_AGO)) {
            report = simulator.run(recorded.results(), new SimulationLimits(PAGES, Duration.ofMinutes(2), 1));
        }

        // Then
        assertThat(report.input().simulated()).isEqualTo(PAGES);
        assertThat(report.events().get(0).changes().get(0).results()).isEqualTo(PAGES);
        assertThat(report.events().get(0).changes().get(0).change()).isEqualTo("condition_unmet");
        assertThat(server.column(WRITTEN)).isEqualTo(before);
        server.execute("postgres", "delete from tasker_events.accepted_results where accepted_at < '2022-01-01'");
    }

    @Test
    void replaysResultsOfSlimEventsFromTheirNotifications() {
        // Given
        var replayable = UUID.randomUUID();
        accept(replayable, "1", true, true);
        var withoutResult = UUID.randomUUID();
        accept(withoutResult, "1", false, true);
        server.execute("postgres", """
                update pgmq.q_shop_domain_events set message = jsonb_build_object(
                    'metadata', message -> 'metadata' || '{"namespace": "shop", "step_name": "charge"}',
                    'payload', jsonb_build_object('execution_result', message #> '{payload,execution_result}', 'task_sequence_step',
                        jsonb_build_object(
                            'task', jsonb_build_object('task', message #> '{payload,task_sequence_step,task,task}'),
                            'workflow_step', jsonb_build_object('workflow_step_uuid', message #> '{metadata,step_uuid}'))))
                where message #>> '{metadata,step_uuid}' in ('%s', '%s')""".formatted(replayable, withoutResult));
        var results = read().stream()
                .filter(result -> result.slim()
                        || result.reason()
                                .filter(NotReplayable.RESULT_MISSING::equals)
                                .isPresent())
                .toList();

        // When
        var sameStep = simulate(results, TEMPLATE.replace("always", "failure"));
        var otherPublisher = simulate(results, TEMPLATE.replace("condition: always", "publisher: other"));

        // Then
        assertThat(submission(results, replayable)
                        .result()
                        .result()
                        .path("amount")
                        .asInt())
                .isEqualTo(5);
        assertThat(sameStep.input().simulated()).isEqualTo(1);
        assertThat(sameStep.events().get(0).changes().get(0).examples()).containsExactly(replayable);
        assertThat(sameStep.input().notReplayable())
                .containsKey("result_missing")
                .doesNotContainKey("context_slim");
        assertThat(otherPublisher.input().notReplayable()).containsEntry("context_slim", 1L);
    }

    @Test
    void opensOneConnectionForARunAndClosesIt() {
        // Given
        var opened = new ArrayList<SqlConnection>();
        var database = new RecordedDatabase(() -> pool.getConnection().invoke(opened::add));

        // When
        try (var recorded = database.since(LONG_AGO)) {
            recorded.results().forEachRemaining(result -> {});
        }

        // Then
        assertThat(opened).hasSize(1);
        // The pool has one connection.
        pool.getConnection()
                .await()
                .atMost(Duration.ofMillis(Waits.LONG_MILLIS))
                .closeAndAwait();
    }

    @Test
    void failsAtTheStatementTimeout() throws Exception {
        // Given
        try (var locked = server.connect(TwoRoles.DATABASE, "postgres");
                var statement = locked.createStatement()) {
            locked.setAutoCommit(false);
            statement.execute("lock table tasker_events.accepted_results in access exclusive mode");

            // When, Then
            assertThatThrownBy(RecordedDatabaseTest::read)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasRootCauseMessage("ERROR: canceling statement due to statement timeout (57014)");
        }
    }

    private static RecordedDatabase database() {
        return new RecordedDatabase(pool::getConnection);
    }

    private static List<RecordedResult> read() {
        var results = new ArrayList<RecordedResult>();
        try (var recorded = database().since(Instant.now().minus(Duration.ofDays(1)))) {
            recorded.results().forEachRemaining(results::add);
        }
        return results;
    }

    private static SimulationReport simulate(List<RecordedResult> results, String template) {
        return new Simulator(
                        side(TEMPLATE),
                        side(template),
                        AttemptsConvention.AFTER_CLAIM,
                        Optional.empty(),
                        Clock.systemUTC())
                .run(results.iterator(), new SimulationLimits(PAGES, Duration.ofMinutes(2), 1));
    }

    private static StepResultSubmission submission(List<RecordedResult> results, UUID step) {
        return results.stream()
                .flatMap(result -> result.submission().stream())
                .filter(result -> result.result().stepUuid().equals(step))
                .findFirst()
                .orElseThrow();
    }

    private static Side side(String template) {
        return new Side(
                TemplateCatalog.of(List.of(TemplateSource.of("order.yaml", template)), KnownPublishers.any()),
                PublisherRegistry.onCallersThread(List.of(), Clock.systemUTC()));
    }

    /** Accepts a result as the service does, with or without what its messages hold. */
    private static void accept(UUID step, String attempt, boolean withResult, boolean withEvent) {
        var parameters = Map.of(
                "step",
                "'" + step + "'",
                "attempt",
                "'" + attempt + "'",
                "notification",
                withResult
                        ? "'{\"step_uuid\": \"" + step + "\", \"success\": true, \"result\": {\"amount\": 5},"
                                + " \"task_uuid\": \"t\", \"correlation_id\": \"c\"}'"
                        : "'{\"step_uuid\": \"" + step + "\"}'",
                "events",
                withEvent
                        ? "[{\"event_id\": \"" + step + "\", \"queue\": \"shop_domain_events\"}]"
                        : "[{\"event_name\": \"payment.charged\"}]",
                "context",
                context("'" + step + "'"));
        var sql = """
                with notified as (
                    select pgmq.send('orchestration_step_results', {notification}::jsonb) as msg_id
                ), sent as (
                    select pgmq.send('shop_domain_events', jsonb_build_object(
                        'metadata', jsonb_build_object('step_uuid', {step}),
                        'payload', jsonb_build_object(
                            'execution_result', jsonb_build_object('step_uuid', {step}, 'success', true),
                            'task_sequence_step', {context}))) as msg_id
                    where {has_event}
                )
                insert into tasker_events.accepted_results
                select {step}::uuid, {attempt}, 'd',
                       '{"notification": {"queue": "orchestration_step_results"}, "events": {events}}',
                       notified.msg_id, coalesce((select array_agg(msg_id) from sent), '{}')
                from notified
                """.replace("{has_event}", Boolean.toString(withEvent));
        for (var parameter : parameters.entrySet()) {
            sql = sql.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        server.execute(APP, sql);
    }

    /** SQL for the context of a step. */
    private static String context(String step) {
        return """
                jsonb_build_object(
                    'task', jsonb_build_object('namespace_name', 'shop', 'task_name', 'order', 'task_version', '1.0.0',
                        'task', jsonb_build_object('task_uuid', '00000000-0000-7000-8000-000000000001', 'correlation_id', 'c')),
                    'workflow_step', jsonb_build_object('workflow_step_uuid', %s, 'name', 'charge', 'attempts', 1))
                """.formatted(step);
    }
}
