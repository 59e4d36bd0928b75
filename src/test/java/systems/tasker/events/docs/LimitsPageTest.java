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

/** Every limit of the page is a property with that default, and has a test that exceeds it. */
class LimitsPageTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]+)` \\| `([^`]+)` \\| [^|]+ \\| `(\\w+)#(\\w+)` \\|$");
    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/limits.md");

    private record Limit(String property, String value, NamedTest test) {}

    static Stream<Limit> limits() {
        return ROW.matcher(PAGE.text())
                .results()
                .map(row -> new Limit(row.group(1), row.group(2), new NamedTest(row.group(3), row.group(4))));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void limitIsAPropertyWithThatDefault(Limit limit) throws IOException {
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
    void limitHasATestThatExceedsIt(Limit limit) {
        limit.test().assertThere();
    }

    @Test
    void namesEveryPropertyThatIsALimit() {
        var maxima = MarkdownPage.read("src/site/markdown/configuration.md")
                .all("(?m)^\\| `(tasker\\.(?:ingress|templates|queues|stream)\\.(?:[a-z-]+\\.)*max-[a-z-]+)` ");
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
