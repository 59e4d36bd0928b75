package systems.tasker.events.http.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Sha256;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged service with keys for one caller of each kind, its database, and something to look at. */
final class ConsoleService implements AutoCloseable {

    static final String WORKER = "key-of-the-worker";
    static final String VIEWER = "key-of-the-viewer";
    static final String OPERATOR = "key-of-the-operator";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceProcess process;
    private final Database database;
    private final URI address;

    private ConsoleService(ServiceProcess process) {
        this.process = process;
        this.database = new Database(process.awaitDatabasePort(), "postgres");
        this.address = URI.create("http://localhost:" + process.awaitPort());
    }

    /** @param provider where users may sign in */
    static ConsoleService start(Path templates, Path temporary, OpenIdProvider provider) {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", provider.address());
        environment.put("TASKER_CONSOLE_OIDC_CLIENT_ID", OpenIdProvider.CLIENT);
        environment.put("TASKER_QUEUES_SAMPLE_INTERVAL", "1s");
        environment.put("HOSTNAME", "worker-1");
        key(environment, "WORKER", WORKER, "step-results:write");
        key(environment, "VIEWER", VIEWER, "events:read");
        key(environment, "OPERATOR", OPERATOR, "events:read,events:operate");
        return new ConsoleService(ServiceProcess.embedded(templates.toAbsolutePath(), temporary, environment));
    }

    private static void key(Map<String, String> environment, String name, String key, String roles) {
        var digest = HexFormat.of().formatHex(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
        environment.put("TASKER_AUTH_API_KEYS_" + name + "_SHA256", digest);
        environment.put("TASKER_AUTH_API_KEYS_" + name + "_ROLES", roles);
    }

    Database database() {
        return database;
    }

    /** The address of a screen. */
    String screen(String hash) {
        return address + "/console/#/" + hash;
    }

    /** Posts the result of a payment step, which publishes one event. */
    void post(PostedStep step, String result) {
        var answer = send(
                "POST", "/v1/step-results", WORKER, PostedStep.with(result, "task_sequence_step", step.context(1)));
        assertThat(answer).startsWith("202 ");
    }

    /** Sends dead letters of a queue, which is created; each error has a number of its own in place of {@code {}}. */
    void deadLetters(String queue, int number, String reason, String error) {
        database.execute("""
                select pgmq.create(name) from unnest(array[?, ? || '_dlq']) as name
                where to_regclass('pgmq.q_' || name) is null""", queue, queue);
        database.execute("""
                select pgmq.send(? || '_dlq', jsonb_build_object('event_id', gen_random_uuid(), 'event_name', 'payment.processed'),
                    jsonb_build_object('event_name', 'payment.processed', 'dead_letter',
                        jsonb_build_object('reason', ?::text, 'errors', jsonb_build_array(replace(?, '{}', n::text)), 'queue', ?::text)))
                from generate_series(1, ?) as n""", queue, reason, error, queue, number);
    }

    /** Leaves the queues of the sample templates, so that pictures show those only. */
    void dropQueuesOfOtherTests() {
        database.execute("""
                select pgmq.drop_queue(queue_name) from pgmq.meta
                where queue_name ~ '_domain_events' and queue_name !~ '^(payments|orders|refunds)_'""");
        database.execute(
                "select pgmq.purge_queue(name || '_domain_events_dlq') from unnest(array['payments', 'refunds']) as name");
    }

    /** Sends a request. @return the status and the body */
    String send(String method, String path, String key, String body) {
        var request = HttpRequest.newBuilder(address.resolve(path))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
