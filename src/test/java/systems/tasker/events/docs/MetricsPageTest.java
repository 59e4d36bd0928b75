package systems.tasker.events.docs;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The metrics page has exactly the meters of a running service, with their tags. */
@QuarkusTest
@TestProfile(ReadmeService.class)
class MetricsPageTest {

    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/metrics.md");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\w+) \\w+$");
    private static final Pattern TAG = Pattern.compile("(\\w+)=\"");

    private final Map<String, String> documented = new TreeMap<>();

    MetricsPageTest() {
        for (var row : PAGE.all("(?m)^\\| (`[A-Za-z_*]+` \\|[^|]*) \\|")) {
            var cells = row.split("\\|", -1);
            documented.put(
                    cells[0].strip().replaceAll("(_total)?`", ""),
                    Arrays.stream(cells[1].split(":")[0].split(","))
                            .map(tag -> tag.replaceAll("[`\\s]", ""))
                            .filter(Predicate.not(String::isEmpty))
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }
    }

    @Test
    void namesEveryMeterWithItsTagsAndNoOther() {
        // Given
        useEverything();

        // When
        var meters = scraped();

        // Then
        var others = documented.keySet().stream()
                .filter(name -> name.endsWith("*"))
                .map(name -> name.substring(0, name.length() - 1))
                .toList();
        assertThat(others)
                .isNotEmpty()
                .allSatisfy(prefix -> assertThat(meters.keySet()).as(prefix).anyMatch(name -> name.startsWith(prefix)));
        meters.keySet().removeIf(name -> others.stream().anyMatch(name::startsWith));
        documented.keySet().removeIf(name -> name.endsWith("*"));
        assertThat(meters).isEqualTo(documented);
    }

    @Test
    void namesTheBoundOfEveryTag() {
        // Given
        useEverything();

        // When
        var tags = scraped().values().stream()
                .flatMap(names -> Arrays.stream(names.split(" ")))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toSet());

        // Then
        var bounded = PAGE.all("(?m)^\\| [A-Za-z ]+ \\| (`[A-Za-z_]+`(?:, `[A-Za-z_]+`)*) \\|").stream()
                .flatMap(row -> Arrays.stream(row.split("[`, ]+")))
                .collect(Collectors.toSet());
        assertThat(tags).hasSizeGreaterThan(20).isSubsetOf(bounded);
    }

    /** A meter is there once there is something to show. */
    private void useEverything() {
        var step = PostedStep.payment();
        Api.submit(step.success(), step.context(1)).statusCode(202);
        var database = Database.ofTests();
        database.execute(
                "select pgmq.send('worker_step_results', ?::jsonb)",
                "{\"step_uuid\": \"" + UUID.randomUUID() + "\", \"success\": true}");
        await().untilAsserted(() ->
                assertThat(scraped()).containsKeys("messaging_process_duration_seconds", "tasker_queue_visible"));
    }

    /** The names of the meters, each with the names of its tags. */
    private static Map<String, String> scraped() {
        var text = RestAssured.get("/q/metrics").asString();
        var meters = new TreeMap<String, String>();
        FAMILY.matcher(text).results().map(family -> family.group(1)).forEach(name -> {
            var tags = new TreeSet<String>();
            text.lines()
                    .filter(line -> line.matches(name + "(_total|_bucket|_count|_sum)?[{ ].*"))
                    .forEach(line -> TAG.matcher(line).results().forEach(tag -> tags.add(tag.group(1))));
            tags.remove("le");
            meters.put(name, String.join(" ", tags));
        });
        // The largest value of a while ago belongs to its timer.
        meters.keySet()
                .removeIf(name -> name.endsWith("_max")
                        && meters.containsKey(name.substring(0, name.length() - "_max".length())));
        return meters;
    }
}
