package systems.tasker.events.storm;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.TwoRoles;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** What a service that runs as an ordinary role answers while its database fails, how it comes back, and that nothing is lost meanwhile. */
class DatabaseFaultsIT {

    private static final Logger LOG = Logger.getLogger(DatabaseFaultsIT.class);

    // The defaults of the service: how long a commit may take, and how many connections there are.
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 20;

    // Beyond that a request is taken to hang: the limit, and three times as much again for a slow machine.
    private static final Duration HUNG = COMMIT_TIMEOUT.multipliedBy(4);
    private static final int SENDERS = 4;
    private static final int ENOUGH = 100;
    private static final int SAMPLE = 100;
    private static final String REFUSAL = "503 application/problem+json urn:tasker:problem:unavailable, Retry-After: 5";

    private static DurablePostgres postgres;
    private static Database database;
    private static ServiceProcess service;
    private static Poster api;
    private static Poster management;

    private Senders senders;

    @BeforeAll
    static void start() throws Exception {
        postgres = DurablePostgres.start();
        var roles = new TwoRoles(postgres.port());
        roles.create();
        ServiceProcess.migrate("faults-migrate", environment(roles.migrator()));
        service = ServiceProcess.start("faults", environment(roles.app()));
        api = new Poster(service.awaitPort(), HUNG);
        management = new Poster(service.awaitManagementPort(), HUNG);
        database = new Database(postgres.port(), TwoRoles.DATABASE);
    }

    private static Map<String, String> environment(Map<String, String> role) {
        var environment = new HashMap<>(role);
        environment.put("TASKER_TEMPLATES_PATH", "deploy/example/tasks");
        environment.put("TASKER_QUEUES_SAMPLE_INTERVAL", "1s");
        // Its channel listens for notifications.
        environment.put("MP_MESSAGING_INCOMING_STEP_RESULTS_ENABLED", "true");
        return environment;
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @BeforeEach
    void send() {
        senders = new Senders(SENDERS, api, InlineStep::result);
        awaitAccepted(senders);
    }

    @AfterEach
    void losesNothingAndRepeatsNothing() {
        // Given
        await().until(() -> statusOf(management, "/q/health/ready") == 200);
        await().until(() -> api.get("/v1/status").body().contains("\"OK\""));
        senders.stop();
        LOG.infof(
                "answers=%s acknowledged=%d",
                senders.statuses(), senders.acknowledged().count());

        // Then
        assertThat(senders.hung() + senders.connectionErrors()).isZero();
        assertThat(senders.statuses().keySet()).isSubsetOf(202, 503);
        assertThat(senders.refusals()).isSubsetOf(REFUSAL);
        senders.acknowledged().check(database);
        var again = senders.unacknowledged().stream()
                .limit(SAMPLE)
                .map(senders::sendAgain)
                .toList();
        assertThat(again).isSubsetOf(200, 202);
        senders.acknowledged().check(database);
    }

    @Test
    void recoversAfterAllConnectionsAreTerminated() {
        var cut = database.number("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'tasker_app'
                """);

        assertThat(cut).isPositive();
        awaitAccepted(senders);
    }

    @Test
    void answers503WhileTheDatabaseIsDownAndRecovers() {
        postgres.die();

        awaitRejected(senders);
        assertAway("database_away");

        postgres.comeBack();
        awaitAccepted(senders);
    }

    @Test
    void answers503WhileTheDatabaseIsAStandbyAndRecovers() {
        // Given
        var listened = listenedAgain();

        // When
        postgres.becomeStandby();

        // Then
        awaitRejected(senders);
        assertAway("database_read_only");

        postgres.promote();
        awaitAccepted(senders);
        await().until(() -> listenedAgain() > listened);
    }

    @Test
    void answers503WhileItsSessionsAreReadOnlyAndRecoversOverNewOnes() {
        // Given
        database.execute("alter role tasker_app set default_transaction_read_only = on");
        database.number("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'tasker_app'");

        // Then
        awaitRejected(senders);
        assertAway("database_read_only");
        assertThat(management.get("/q/health/ready").body()).contains("read-only primary");
        assertThat(management.meter("tasker_database_writable")).isZero();

        // When
        database.execute("alter role tasker_app reset default_transaction_read_only");

        // Then
        awaitAccepted(senders);
        await().until(() -> management.meter("tasker_database_writable") == 1);
    }

    @Test
    void answersInTimeWithoutFreeConnections() {
        whileLocked("tasker_events.accepted_results", () -> {
            // When
            var readers = IntStream.range(0, 2 * CONNECTIONS)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> statusOf(api, "/v1/step-results/" + UUID.randomUUID())))
                    .toList();
            await().until(() -> database.waiting() >= CONNECTIONS);

            // Then
            await().until(() -> senders.count(503) >= SENDERS);
            assertAnswersWithoutTheDatabase();
            assertThat(readers).map(CompletableFuture::join).containsOnly(503);
        });

        awaitAccepted(senders);
    }

    @Test
    void rejectsOnlyResultsForALockedQueue() {
        var payments = new Senders(SENDERS, api, () -> InlineStep.resultOf("payments"));
        awaitAccepted(payments);

        whileLocked("pgmq.q_payments_domain_events", () -> {
            awaitRejected(payments);
            awaitAccepted(senders);
            assertAnswersWithoutTheDatabase();
        });

        awaitAccepted(payments);
        payments.stop();
        assertThat(payments.hung() + payments.connectionErrors()).isZero();
        assertThat(payments.refusals()).containsExactly(REFUSAL);
        payments.acknowledged().check(database);
    }

    private static void whileLocked(String table, Database.Work work) {
        database.whileHolding(work, "lock table " + table + " in access exclusive mode");
    }

    private static void awaitAccepted(Senders senders) {
        var enough = senders.acknowledged().count() + ENOUGH;
        await().until(() -> senders.acknowledged().count() >= enough);
    }

    private static void awaitRejected(Senders senders) {
        var enough = senders.count(503) + ENOUGH;
        await().until(() -> senders.count(503) >= enough);
    }

    private static void assertAway(String reason) {
        await().until(() -> api.get("/v1/status").body().contains(reason));
        await().until(() -> statusOf(management, "/q/health/ready") == 503);
        assertAnswersWithoutTheDatabase();
    }

    private static void assertAnswersWithoutTheDatabase() {
        assertThat(statusOf(management, "/q/health/live")).isEqualTo(200);
        assertThat(List.of("/v1/status", "/v1/queues", "/v1/templates", "/metrics/events"))
                .map(path -> statusOf(api, path))
                .containsOnly(200);
    }

    private static int statusOf(Poster poster, String path) {
        return poster.get(path).statusCode();
    }

    private static long listenedAgain() {
        return service.log()
                .lines()
                .filter(line -> line.contains("Listening for notifications again"))
                .count();
    }
}
