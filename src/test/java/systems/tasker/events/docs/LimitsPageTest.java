package systems.tasker.events.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every limit of the page is a property with that default, and has a test that goes over it. */
class LimitsPageTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]+)` \\| `([^`]+)` \\| [^|]+ \\| `(\\w+)#(\\w+)` \\|$");
    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/limits.md");
    private static final Path TESTS = Path.of("src/test/java/systems/tasker/events");

    private record Limit(String property, String value, String test, String method) {}

    static Stream<Limit> limits() {
        return ROW.matcher(PAGE.text())
                .results()
                .map(row -> new Limit(row.group(1), row.group(2), row.group(3), row.group(4)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void isThereWithItsDefault(Limit limit) throws IOException {
        if (limit.property().startsWith("tasker.")) {
            assertThat(MarkdownPage.read("src/site/markdown/configuration.md").text())
                    .contains("| `" + limit.property() + "` | `" + limit.value() + "` |");
        } else {
            var set = new Properties();
            try (var file =
                    Files.newBufferedReader(Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
                set.load(file);
            }
            assertThat(set).containsEntry(limit.property(), limit.value());
        }
    }

    @ParameterizedTest
    @MethodSource("limits")
    void hasATestThatGoesOverIt(Limit limit) throws IOException {
        try (var files = Files.walk(TESTS)) {
            var sources = files.filter(file -> file.endsWith(limit.test() + ".java"))
                    .map(file -> MarkdownPage.read(file.toString()).text())
                    .toList();

            assertThat(sources)
                    .singleElement()
                    .asString()
                    .containsPattern("(?s)@(Parameterized)?Test\\b(?:(?!void ).)*void " + limit.method() + "\\(");
        }
    }

    @Test
    void namesEveryPropertyThatIsALimit() {
        var maxima = MarkdownPage.read("src/site/markdown/configuration.md")
                .all("(?m)^\\| `(tasker\\.(?:ingress|templates|queues)\\.(?:[a-z-]+\\.)*max-[a-z-]+)` ");
        // Of the channel from a queue, whose messages wait there and are not refused; of the operator's own queues.
        var refuseNobody = List.of(
                "tasker.ingress.channel.max-bytes",
                "tasker.ingress.channel.max-messages",
                "tasker.queues.sample.max-meters");

        assertThat(limits().map(Limit::property))
                .hasSizeGreaterThan(20)
                .containsAll(maxima.stream()
                        .filter(name -> !refuseNobody.contains(name))
                        .toList());
    }
}
