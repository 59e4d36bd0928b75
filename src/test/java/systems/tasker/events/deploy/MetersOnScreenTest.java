package systems.tasker.events.deploy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.PublicationOutcome;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Dashboard and alerts use only meters and labels of a running service, by their Prometheus names. */
@QuarkusTest
class MetersOnScreenTest {

    /** A name, and what stands in its braces. */
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z]\\w*)\\{([^}]*)}");

    private static final Pattern BARE = Pattern.compile("\\b(?:tasker|http|jvm|process)_\\w+(?![\\w{])");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*[=!~]+\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

    /** What Prometheus itself adds to whatever it scrapes. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

    private static final Set<String> OUTCOMES = labels(
            Stream.of(PublicationOutcome.Status.values()).map(PublicationOutcome.Status::label),
            "handled",
            "skipped",
            "failed",
            "lagged",
            "paused");
    private static final Set<String> ANSWERS =
            labels(Stream.of(Acceptance.Kind.values()).map(Acceptance.Kind::label));
    private static final Set<String> REASONS =
            labels(Stream.of(PublicationOutcome.Reason.values()).map(PublicationOutcome.Reason::label));

    private final Map<String, Set<String>> meters = new HashMap<>();

    @BeforeEach
    void makeMetersOfEverything() {
        var step = PostedStep.payment();
        Api.submit(step.success(), step.context(1)).statusCode(202);
        // Requests are counted after they were answered; the next one's answer has the one before.
        Api.get("/v1/templates").statusCode(200);
        // Queues are sampled at an interval.
        await().until(() ->
                metrics().contains("\ntasker_queue_dead_letters{") && metrics().contains("\ntasker_database_xmin_age"));
        metrics().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var name = line.split("[{ ]")[0];
            var labels = meters.computeIfAbsent(name, added -> new HashSet<>());
            var matcher = Pattern.compile("(\\w+)=\"").matcher(line);
            while (matcher.find()) {
                labels.add(matcher.group(1));
            }
        });
    }

    private static String metrics() {
        return Api.get("/q/metrics").extract().asString();
    }

    @Test
    void alertsUseExistingMetersAndTags() {
        var rules = Kustomization.documents(Path.of("deploy/monitoring/alerts.yaml"))
                .get(0)
                .at("/groups/0/rules");

        assertThat(rules)
                .hasSizeGreaterThan(8)
                .allSatisfy(rule -> check(
                        rule.path("expr").asText(),
                        rule.at("/annotations/summary").asText()));
    }

    @Test
    void dashboardUsesExistingMetersAndTags() {
        var dashboard = Kustomization.documents(Path.of("deploy/monitoring/grafana/dashboard.json"))
                .get(0);
        var targets = dashboard.findValues("targets").stream()
                .flatMap(Manifests::stream)
                .toList();

        assertThat(targets)
                .hasSizeGreaterThan(12)
                .allSatisfy(target -> check(
                        target.path("expr").asText(),
                        target.path("legendFormat").asText()));
        assertThat(dashboard.at("/templating/list/1/query").asText()).contains("tasker_ingress_saturation{");
        assertThat(dashboard.findValues("id")).extracting(JsonNode::asInt).doesNotHaveDuplicates();
    }

    private void check(String expression, String text) {
        var labels = new HashSet<String>();
        var selectors = SELECTOR.matcher(expression).results().toList();
        assertThat(selectors).as(expression).isNotEmpty();
        for (var selector : selectors) {
            var name = selector.group(1);
            if (name.equals("up")) {
                continue;
            }
            assertThat(meters).as(expression).containsKey(name);
            labels.addAll(meters.get(name));
            MATCHER.matcher(selector.group(2)).results().forEach(matcher -> {
                assertThat(union(meters.get(name), OF_THE_SCRAPE))
                        .as(expression)
                        .contains(matcher.group(1));
                checkValues(matcher.group(1), matcher.group(2));
            });
        }
        assertThat(BARE.matcher(expression).results())
                .as("without a job: %s", expression)
                .isEmpty();
        GROUPING.matcher(expression)
                .results()
                .flatMap(grouping -> Stream.of(grouping.group(1).split("\\s*,\\s*")))
                .forEach(label ->
                        assertThat(union(labels, OF_THE_SCRAPE)).as(expression).contains(label.strip()));
        LEGEND.matcher(text)
                .results()
                .forEach(label ->
                        assertThat(union(labels, OF_THE_SCRAPE)).as(text).contains(label.group(1)));
    }

    private static void checkValues(String label, String values) {
        var known = Map.of("outcome", OUTCOMES, "answer", ANSWERS, "reason", REASONS)
                .get(label);
        if (known != null) {
            assertThat(known).containsAll(List.of(values.split("\\|")));
        }
    }

    private static Set<String> labels(Stream<String> labels, String... more) {
        var all = new HashSet<>(Set.of(more));
        labels.forEach(all::add);
        return all;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
