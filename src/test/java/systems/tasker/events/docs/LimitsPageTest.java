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

/** Every limit of the page is a property with that default or a constant with that value, and has a test that exceeds it. */
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
        } else if (Character.isUpperCase(limit.property().charAt(0))) {
            assertThat(constant(limit.property())).isEqualTo(limit.value());
        } else {
            var set = new Properties();
            try (var file =
                    Files.newBufferedReader(Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
                set.load(file);
            }
            assertThat(set).containsEntry(limit.property(), limit.value());
        }
    }

    /** The value that the source gives a constant, as the page writes it. */
    private static String constant(String name) throws IOException {
        var parts = name.split("\\.");
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var source = Files.readString(files.filter(file -> file.endsWith(parts[0] + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no class " + parts[0])));
            var value = Pattern.compile("\\b" + parts[1] + " = ([^;]+);").matcher(source);
            assertThat(value.find()).as(name).isTrue();
            return value.group(1).replace("_", "").replaceAll("Duration\\.ofSeconds\\((\\d+)\\)", "$1s");
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
        // The ages are of the operator's own queues.
        var noRow = List.of("tasker.queues.max-message-age");

        assertThat(limits().map(Limit::property))
                .hasSizeGreaterThan(20)
                .containsAll(
                        maxima.stream().filter(name -> !noRow.contains(name)).toList());
    }
}
