package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The queues page equals the attributes that the build generates from the connector's annotations. */
class ChannelAttributesTest {

    private static final Pattern GENERATED =
            Pattern.compile("(?m)^\\| \\*([\\w-]+)\\* \\| (.*) \\| \\w+ \\| (?:true|false) \\| (.*) \\|$");

    private final MarkdownPage page = MarkdownPage.read("src/site/markdown/queues.md");

    @ParameterizedTest
    @ValueSource(strings = {"incoming", "outgoing"})
    void listsEveryAttributeWithItsDefault(String direction) {
        var expected = generated(direction);

        var listed = new MarkdownPage(
                        page.file(),
                        page.first("(?ms)^### Attributes of an " + direction + " channel$(.*?)(?=^#|^The listening)"))
                .all("(?m)^(\\| `.*)$");

        assertThat(listed)
                .as("The table has to be, ready to paste:%n%s%n", String.join(System.lineSeparator(), expected))
                .isNotEmpty()
                .isEqualTo(expected);
    }

    private static List<String> generated(String direction) {
        return GENERATED
                .matcher(resource("/META-INF/connector/smallrye-pgmq-" + direction + ".md"))
                .results()
                .map(row -> "| `%s` | %s | %s |"
                        .formatted(row.group(1), row.group(3).isBlank() ? "none" : row.group(3), row.group(2)))
                .toList();
    }

    private static String resource(String name) {
        try (var content = ChannelAttributesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(content, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
