package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.publication.PublicationOutcome.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages say is what the files say; {@link ReadmeInActionTest} does what they tell. */
class ReadmeTest {

    private static final String PUBLISHING_FLOW = "src/site/markdown/publishing-flow.md";

    private final MarkdownPage readme = MarkdownPage.readme();

    @Test
    void canBeReadInOneSitting() {
        assertThat(readme.text().lines().count()).isBetween(180L, 260L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                PUBLISHING_FLOW,
                "src/site/markdown/configuration.md",
                "src/site/markdown/dead-letters.md",
                "src/site/markdown/deploy.md"
            })
    void linksOnlyToFilesThatExist(String file) {
        // Given
        var page = MarkdownPage.read(file);
        var folder = page.file().toAbsolutePath().getParent();

        // When
        var links = page.links().stream()
                .filter(link -> !link.contains("://") && !link.startsWith("#"))
                .toList();

        // Then
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
    }

    @Test
    void showsOnlyJavaThatCompiles() {
        var compiled = sources("src/test/java/systems/tasker/events/docs");

        assertThat(readme.blocks("java"))
                .hasSize(3)
                .allSatisfy(block -> assertThat(compiled).contains(block));
    }

    @Test
    void mapsTheRoomsAsTheRootPackageDoes() {
        // Given
        var root = MarkdownPage.read("src/main/java/systems/tasker/events/package-info.java");

        // When
        var rows = readme.section("Map of the code")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();

        // Then
        var rooms = root.all("<td>(\\w+</td><td>[^<]*)</td>").stream()
                .map(room -> "| `" + room.replace("</td><td>", "` | ") + " |")
                .toList();
        assertThat(rows).isNotEmpty().isEqualTo(rooms);
    }

    @Test
    void namesEveryProblemTypeThatCallersMayGet() {
        // Given
        var ingress = new MarkdownPage(readme.file(), sources("src/main/java/systems/tasker/events/ingress"));

        // When
        var named = new MarkdownPage(readme.file(), readme.section("API")).all("`([a-z]+(?:-[a-z]+)*)` \\(\\d{3}");

        // Then
        assertThat(named).isNotEmpty().containsExactlyInAnyOrderElementsOf(ingress.all("problem\\(\\s*\"([a-z-]+)\""));
    }

    @Test
    void explainsEveryReasonWhyAnEventIsNotPublished() {
        var reasons = Stream.of(Reason.values()).map(Reason::label).toList();

        assertThat(MarkdownPage.read(PUBLISHING_FLOW)
                        .all("(?m)^\\| `([a-z_]+)` \\| (?:skipped|rejected|failed|dropped) \\|"))
                .containsExactlyElementsOf(reasons);
    }

    private static String sources(String folder) {
        try (var files = Files.list(Path.of(folder))) {
            return files.sorted()
                    .map(file -> MarkdownPage.read(file.toString()).text())
                    .collect(Collectors.joining());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
