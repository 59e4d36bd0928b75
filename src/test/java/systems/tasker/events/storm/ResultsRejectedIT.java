package systems.tasker.events.storm;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.TwoRoles;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Status, readiness and metric of a service without traffic whose results would be rejected. */
class ResultsRejectedIT {

    private static final String RAISE = """
            create function public.raise_state() returns trigger language plpgsql as $$
            begin
                raise exception 'raised by the test' using errcode = tg_argv[0];
            end $$
            """;

    private static DurablePostgres postgres;
    private static Database database;
    private static ServiceProcess service;
    private static Poster api;
    private static Poster management;

    @BeforeAll
    static void start() throws Exception {
        postgres = DurablePostgres.start();
        var roles = new TwoRoles(postgres.port());
        roles.create();
        ServiceProcess.migrate("rejected-migrate", environment(roles.migrator()));
        service = ServiceProcess.start("rejected", environment(roles.app()));
        api = new Poster(service.awaitPort());
        management = new Poster(service.awaitManagementPort());
        database = new Database(postgres.port(), TwoRoles.DATABASE);
        database.execute(RAISE);
    }

    private static Map<String, String> environment(Map<String, String> role) {
        var environment = new HashMap<>(role);
        environment.put("TASKER_TEMPLATES_PATH", "deploy/example/tasks");
        environment.put("TASKER_QUEUES_SAMPLE_INTERVAL", "500ms");
        return environment;
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @Test
    void isStalledButReadyWhenTheQueueOfOrchestrationIsMissing() {
        assertRejected(
                "alter table pgmq.q_orchestration_step_results rename to away",
                "alter table pgmq.away rename to q_orchestration_step_results",
                "SQLSTATE 42P01",
                200);
    }

    @Test
    void isStalledButReadyWhenTheTableOfTheLedgerIsMissing() {
        assertRejected(
                "alter table tasker_events.accepted_results rename to away",
                "alter table tasker_events.away rename to accepted_results",
                "SQLSTATE 42P01",
                200);
    }

    @Test
    void isStalledButReadyWhenTheRoleMayNotSend() {
        assertRejected(
                "revoke insert on pgmq.q_orchestration_step_results from tasker_app, public",
                "grant insert on pgmq.q_orchestration_step_results to tasker_app",
                "SQLSTATE 42501",
                200);
    }

    @Test
    void isStalledButReadyWhenTheDiskIsFull() {
        assertRaised("53100", "is full; free space", 200);
    }

    @Test
    void isStalledAndNotReadyWhenThePoolerLosesPreparedStatements() {
        assertRaised("26000", "PgBouncer 1.21 or later", 503);
    }

    private static void assertRaised(String sqlState, String remedy, int ready) {
        assertRejected(
                "create trigger raise_state before insert on tasker_events.accepted_results"
                        + " execute function public.raise_state('" + sqlState + "')",
                "drop trigger raise_state on tasker_events.accepted_results",
                remedy,
                ready);
    }

    private static void assertRejected(String breaks, String repairs, String detail, int ready) {
        // Given
        await().until(() -> !rejected().path("level").asText().equals("STALLED"));

        // When
        database.execute(breaks);

        // Then without a single request
        await().until(() -> rejected().path("level").asText().equals("STALLED"));
        assertThat(rejected().path("detail").asText()).contains(detail);
        assertThat(management.meter("tasker_results_commit_failure_ratio")).isEqualTo(1);
        await().until(() -> management.get("/q/health/ready").statusCode() == ready);
        assertThat(management.get("/q/health/ready").body()).contains("results_rejected");
        assertThat(management.get("/q/health/live").statusCode()).isEqualTo(200);

        database.execute(repairs);
        await().until(() -> !rejected().path("level").asText().equals("STALLED"));
        await().until(() -> management.get("/q/health/ready").statusCode() == 200);
        assertThat(api.result(InlineStep.result()).join().statusCode()).isEqualTo(202);
        assertThat(database.number("select count(*) from tasker_events.accepted_results where body_digest = 'probe'"))
                .isZero();
    }

    private static JsonNode rejected() {
        for (var reason : Json.read(api.get("/v1/status").body()).path("reasons")) {
            if (reason.path("reason").asText().equals("results_rejected")) {
                return reason;
            }
        }
        return Json.read("{}").path("none");
    }
}
