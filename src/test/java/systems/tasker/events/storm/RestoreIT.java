package systems.tasker.events.storm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.MutePort;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.PostgresServer;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Json;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** A physical backup, recovered to a point in time: what it has, and what callers get who were answered before and after that point. */
class RestoreIT {

    @TempDir
    Path folder;

    @Test
    void restoresEveryMessageAndReplaysWhatWasAcceptedBeforeThePoint() throws Exception {
        try (var original = PostgresServer.create(folder);
                var port = new MutePort(original.port());
                var service = start(port)) {
            // Given
            var api = new Poster(service.awaitPort());
            var before = InlineStep.result();
            var receipt = accepted(api, before);
            var claimed = claim(api);
            original.database().text("select pgmq.archive('orders_domain_events', 1)");
            original.database().text("select pgmq.send('orders_domain_events_dlq', '{}'::jsonb)");
            try (var restored = original.baseBackup()) {
                var afterTheBackup = InlineStep.result();
                accepted(api, afterTheBackup);
                original.database().text("select pg_create_restore_point('drill')");
                var atThePoint = contents(original.database());
                var lost = InlineStep.result();
                accepted(api, lost);

                // When
                restored.recover(original, "drill");
                original.kill();
                port.turnTo(restored.port());

                // Then
                assertThat(atThePoint)
                        .containsKeys(
                                "pgmq.q_orders_domain_events",
                                "pgmq.a_orders_domain_events",
                                "pgmq.q_orders_domain_events_dlq",
                                "tasker_events.accepted_results",
                                "tasker_events.claimed_contexts");
                assertThat(contents(restored.database())).isEqualTo(atThePoint);
                await().until(() -> api.result(afterTheBackup).join().statusCode() == 200);
                assertThat(Json.read(api.result(before).join().body())).isEqualTo(Json.read(receipt));
                assertThat(api.result(claimed).join().statusCode()).isEqualTo(202);
                // What was accepted after the point is unknown, and so is accepted once more.
                assertThat(api.result(lost).join().statusCode()).isEqualTo(202);
            }
        }
    }

    @Test
    void marksOrLeavesOutOfTheExtensionEveryTableThatADumpMustHave() {
        try (var server = PostgresServer.create(folder)) {
            // Given
            var database = server.database();
            database.execute("create extension pgmq");
            database.text("select pgmq.create('payments_domain_events')");

            // Then
            assertThat(database.rows("""
                            select member.relname, member.oid = any(extension.extconfig)
                            from pg_depend depends
                            join pg_extension extension on depends.refclassid = 'pg_extension'::regclass and depends.refobjid = extension.oid
                            join pg_class member on depends.classid = 'pg_class'::regclass and depends.objid = member.oid
                            where extension.extname = 'pgmq' and depends.deptype = 'e' and member.relkind in ('r', 'p')
                            order by 1
                            """))
                    .containsExactly(
                            List.of("meta", true),
                            List.of("notify_insert_throttle", true),
                            List.of("topic_bindings", true));
        }
    }

    private static String accepted(Poster api, ObjectNode result) {
        var answer = api.result(result).join();
        assertThat(answer.statusCode()).isEqualTo(202);
        return answer.body();
    }

    /** A result whose step is claimed, and whose context only the database has. */
    private static ObjectNode claim(Poster api) {
        var result = InlineStep.result();
        var context = Json.write(result.remove("task_sequence_step"));
        assertThat(api.post("/v1/step-claims", Poster.JSON, context, discarding())
                        .join()
                        .statusCode())
                .isEqualTo(201);
        return result;
    }

    /** Number and digest of the rows of every table of the service and of PGMQ. */
    private static Map<String, List<Object>> contents(Database database) {
        var contents = new TreeMap<String, List<Object>>();
        for (var table : database.rows("""
                select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('pgmq', 'tasker_events')
                """)) {
            var name = table.get(0).toString();
            contents.put(
                    name,
                    database.rows("select count(*), md5(string_agg(each::text, ',' order by each::text)) from " + name
                                    + " as each")
                            .get(0));
        }
        return contents;
    }

    private static ServiceProcess start(MutePort port) {
        return ServiceProcess.start(
                "restore",
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + port.port() + "/postgres",
                        "QUARKUS_DATASOURCE_USERNAME", "postgres",
                        "QUARKUS_DATASOURCE_PASSWORD", "postgres",
                        "TASKER_TEMPLATES_PATH", "deploy/example/tasks"));
    }
}
