package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README tells operators to watch is on the dashboard, and an alert watches it. */
class WatchedMetersTest {

    private static final Path FOLDER = Path.of("deploy/monitoring");
    private static final String TITLE = "The metrics to watch first:";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * A row of the table.
     *
     * @param meter its Prometheus name
     * @param values the values of tags that it names as reasons to act
     */
    private record Watched(String meter, List<String> values) {}

    @Test
    void dashboardShowsEveryMeterToWatch() throws IOException {
        var expressions = expressions(Kustomization.documents(FOLDER.resolve("grafana/dashboard.json"))
                .get(0));

        assertThat(watched())
                .allSatisfy(row ->
                        assertThat(of(row, expressions)).as(row.toString()).isNotEmpty());
    }

    @Test
    void anAlertWatchesEveryMeterAndEachOfItsBadValues() throws IOException {
        var expressions = expressions(
                Kustomization.documents(FOLDER.resolve("alerts.yaml")).get(0));

        assertThat(watched()).allSatisfy(row -> {
            var alerts = of(row, expressions);
            assertThat(alerts).as(row.toString()).isNotEmpty();
            assertThat(row.values())
                    .allSatisfy(value -> assertThat(alerts)
                            .as(row.toString())
                            .anyMatch(alert -> alert.matches("(?s).*\\b" + value + "\\b.*")));
        });
    }

    private static List<String> of(Watched row, List<String> expressions) {
        // A timer is exported as its count, sum and buckets.
        var name = Pattern.compile("\\b" + row.meter() + "(_count|_bucket)?\\b");
        return expressions.stream()
                .filter(expression -> name.matcher(expression).find())
                .toList();
    }

    private static List<String> expressions(JsonNode document) {
        return document.findValuesAsText("expr");
    }

    /** A row without a meter continues the one before. */
    private static List<Watched> watched() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        var table = readme.substring(readme.indexOf(TITLE) + TITLE.length()).strip();
        var rows = new ArrayList<Watched>();
        var tags = new HashSet<String>();
        for (var line :
                table.lines().skip(2).takeWhile(line -> line.startsWith("|")).toList()) {
            var cells = line.split("\\|", -1);
            var meter = codes(cells[1]);
            if (meter.isEmpty()) {
                meter = List.of(rows.get(rows.size() - 1).meter());
            } else {
                tags.clear();
                tags.addAll(codes(cells[2]).stream()
                        .filter(tag -> Set.of("outcome", "reason").contains(tag))
                        .collect(Collectors.toSet()));
            }
            var values = new ArrayList<>(codes(cells[3]));
            values.removeAll(tags);
            rows.add(new Watched(meter.get(0), values));
        }
        assertThat(rows).hasSizeGreaterThan(10);
        return rows;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }
}
