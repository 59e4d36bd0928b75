package systems.tasker.events.observability.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.Meters;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every declared event of every accepted result is accounted for, whatever goes wrong: evaluated = published + skipped + rejected +
 * failed.
 */
@QuarkusTest
class ConservationTest {

    private static final int RESULTS = 10_000;
    private static final int BATCH = 500;
    // Batches during which the connections that commit are cut.
    private static final int EVERY = 5;
    private static final String ENDLESS_KEY =
            Stream.generate(UUID::randomUUID).limit(300).map(UUID::toString).collect(Collectors.joining());

    // The same results in every run.
    private final Random random = new Random(84);
    private final Database database = Database.ofTests();
    private final Map<String, Double> inReceipts = new TreeMap<>();
    private final Set<Integer> statuses = new TreeSet<>();

    @Test
    void accountsForEveryEventOfTenThousandResults() {
        // Given
        var evaluated = Meters.all("tasker_domain_events_evaluated_total");
        var ended = Meters.all("tasker_domain_events_total");

        // When
        var waiting = new ArrayList<>(Stream.generate(this::result)
                .limit(RESULTS)
                .flatMap(List::stream)
                .toList());
        for (int batch = 0; !waiting.isEmpty(); batch++) {
            var next = List.copyOf(waiting.subList(0, Math.min(BATCH, waiting.size())));
            waiting.subList(0, next.size()).clear();
            waiting.addAll(submit(next, batch % EVERY == 0 && waiting.size() > BATCH));
        }

        // Then
        var evaluatedSince = since(evaluated, Meters.all("tasker_domain_events_evaluated_total"));
        var endedSince = since(ended, Meters.all("tasker_domain_events_total"));
        assertThat(sum(endedSince, ConservationTest::event)).isEqualTo(sum(evaluatedSince, ConservationTest::event));
        assertThat(sum(endedSince, tags -> tags.get("outcome") + " " + tags.get("reason")))
                .isEqualTo(inReceipts);
        assertThat(inReceipts.keySet())
                .contains(
                        "published none",
                        "skipped condition",
                        "skipped should_publish",
                        "skipped before_publish",
                        "skipped context_missing",
                        "skipped definition_missing",
                        "rejected schema",
                        "failed publisher_error",
                        "failed queue_missing",
                        "failed send_refused");
        assertThat(statuses).contains(200, 202, 409, 503);
    }

    /** One of the results that workers submit, or two that cannot both be accepted. */
    private List<String> result() {
        var step = PostedStep.payment();
        var good = with(step.success(), step.context(1));
        return switch (random.nextInt(13)) {
            case 0 -> List.of(with(step.permanentFailure(), step.context(1)));
            case 1 -> List.of(with(step.retryableFailure(), step.context(1)));
            case 2 -> List.of(with(step.success().replace("amount", "other"), step.context(1)));
            case 3 -> List.of(with(step.success().replace("transaction_id", "other"), step.context(1)));
            case 4 -> List.of(step.success());
            case 5 -> List.of(good, good);
            case 6 -> List.of(good, with(step.permanentFailure(), step.context(1)));
            case 7 -> List.of(moody(step, "throws"));
            case 8 -> List.of(moody(step, "declines"));
            case 9 -> List.of(moody(step, "vetoes"));
            case 10 ->
                List.of(with(step.success(), step.context(1).replace("credit_card_payment", "no_such_template")));
            case 11 -> random.nextInt(20) == 0 ? List.of(refused()) : List.of(stranger());
            default -> List.of(good);
        };
    }

    private static String moody(PostedStep step, String mood) {
        var definition =
                "{\"name\": \"any\", \"publishes_events\": [{\"name\": \"made.up\", \"publisher\": \"Fixture::Moody\"},"
                        + " {\"name\": \"made.up.too\", \"delivery_mode\": \"fast\"}]}";
        return with(
                step.success().replace("txn-1\"", "txn-1\", \"mood\": \"" + mood + "\""),
                step.contextDeclaring(definition));
    }

    private static String refused() {
        var step = PostedStep.of("orders", "fulfil_order", "reserve_stock");
        return with(
                step.success().replace("txn-1", ENDLESS_KEY),
                step.contextDeclaring("{\"name\": \"reserve_stock\", \"publishes_events\":"
                        + " [{\"name\": \"made.up\", \"ordering_key\": \"/transaction_id\"}]}"));
    }

    private static String stranger() {
        var step = PostedStep.of("strangers", "any", "any");
        return with(step.success(), step.contextDeclaring("made.up", "durable"));
    }

    private static String with(String result, String context) {
        return PostedStep.with(result, "task_sequence_step", context);
    }

    /** @return those that have to be submitted again, because the database was unavailable */
    private List<String> submit(List<String> results, boolean isCut) {
        var answering = CompletableFuture.supplyAsync(() -> RestAssured.given()
                .contentType("application/json")
                .body(results.toString())
                .post("/v1/step-results/batch")
                .asString());
        while (isCut && !answering.isDone()) {
            database.rows(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where state = 'active' and query like '%released as materialized%' and pid <> pg_backend_pid()");
        }
        var answers = Json.read(answering.join());
        var again = new ArrayList<String>();
        for (int i = 0; i < results.size(); i++) {
            var status = answers.get(i).path("status").intValue();
            statuses.add(status);
            if (status == 202) {
                answers.get(i).at("/receipt/events").forEach(this::count);
            } else if (status == 503) {
                again.add(results.get(i));
            } else {
                assertThat(status).as(answers.get(i).toString()).isIn(200, 409);
            }
        }
        return again;
    }

    private void count(JsonNode event) {
        inReceipts.merge(
                event.path("outcome").asText() + " " + event.path("reason").asText("none"), 1.0, Double::sum);
    }

    private static Map<Map<String, String>, Double> since(
            Map<Map<String, String>, Double> before, Map<Map<String, String>, Double> now) {
        var since = new HashMap<>(now);
        since.replaceAll((tags, value) -> value - before.getOrDefault(tags, 0.0));
        since.values().removeIf(value -> value == 0);
        return since;
    }

    private static String event(Map<String, String> tags) {
        return String.join(" ", tags.get("namespace"), tags.get("event_name"), tags.get("delivery_mode"));
    }

    private static Map<String, Double> sum(
            Map<Map<String, String>, Double> meters, Function<Map<String, String>, String> key) {
        return meters.entrySet().stream()
                .collect(Collectors.groupingBy(
                        meter -> key.apply(meter.getKey()),
                        TreeMap::new,
                        Collectors.summingDouble(Map.Entry::getValue)));
    }
}
