package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.json.ProblemType;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.subscriber.BaseSubscriber;
import systems.tasker.events.subscriber.GapReason;

import static org.assertj.core.api.Assertions.assertThat;

/** README and pages agree with the code; {@link ReadmeInActionTest} runs the README's commands. */
class ReadmeTest {

    private static final String PUBLISHING_FLOW = "src/site/markdown/publishing-flow.md";
    private static final String EXTENSIONS = "src/site/markdown/extensions.md";

    private final MarkdownPage readme = MarkdownPage.readme();

    @ParameterizedTest
    @CsvSource({
        "README.md, java, 3",
        "src/site/markdown/testing.md, java, 6",
        "src/site/markdown/testing.md, xml, 1",
        "src/site/markdown/own-project.md, xml, 1"
    })
    void showsOnlyCodeOfTheExampleProject(String file, String language, int blocks) {
        var example = sources("deploy/example/app");

        assertThat(MarkdownPage.read(file).blocks(language))
                .hasSize(blocks)
                .allSatisfy(block -> assertThat(example).contains(block));
    }

    @Test
    void showsEveryHookInTheExampleProject() {
        var example = sources("deploy/example/app");
        var section = new MarkdownPage(
                Path.of(EXTENSIONS), MarkdownPage.read(EXTENSIONS).section("Every hook"));

        assertThat(section.blocks("java"))
                .hasSize(3)
                .allSatisfy(block -> assertThat(example).contains(block));
        assertThat(Stream.of(BasePublisher.class, BaseSubscriber.class)
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(hook -> !hook.equals("name"))
                        .distinct())
                .hasSize(15)
                .allSatisfy(hook -> assertThat(section.text()).contains("`" + hook + "`"))
                .allMatch(hook -> example.matches("(?s).*@Override\\s+public \\w+ " + hook + "\\(.*"));
    }

    @Test
    void namesEveryProblemTypeThatCallersMayGet() {
        var types = Stream.of(ProblemType.values())
                .map(type -> type.label().replace('_', '-'))
                .toList();

        assertThat(new MarkdownPage(readme.file(), readme.section("API")).all("(?m)^\\| `([a-z-]+)` \\| \\d{3} \\|"))
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void explainsEveryReasonWhyAnEventIsNotPublished() {
        var reasons = Stream.of(Reason.values()).map(Reason::label).toList();

        assertThat(MarkdownPage.read(PUBLISHING_FLOW)
                        .all("(?m)^\\| `([a-z_]+)` \\| (?:skipped|rejected|failed|dropped) \\|"))
                .containsExactlyElementsOf(reasons);
    }

    @Test
    void explainsEverySubscriberSetting() {
        // Named once among all, and once with the reason to change it.
        var settings = Set.copyOf(MarkdownPage.read("src/site/markdown/configuration.md")
                .all("`tasker\\.subscribers\\.\\{name}\\.([a-z-]+)`"));

        var explained = new MarkdownPage(
                        readme.file(), MarkdownPage.read(EXTENSIONS).section("Settings by name"))
                .all("(?m)^\\| (`[^|]*`) \\|").stream()
                        .flatMap(cell -> Stream.of(cell.replace("`", "").split(", ")))
                        .toList();

        assertThat(explained).isNotEmpty().containsExactlyInAnyOrderElementsOf(settings);
    }

    @Test
    void explainsEveryReasonWhyASubscriberLosesEvents() {
        var gaps = new MarkdownPage(readme.file(), MarkdownPage.read(EXTENSIONS).section("Gaps"));

        assertThat(gaps.all("(?m)^\\| `([a-z]+)` \\|"))
                .containsExactlyElementsOf(
                        Stream.of(GapReason.values()).map(GapReason::label).toList());
    }

    @Test
    void explainsEveryReasonOfAStatus() throws IOException {
        // Given
        var code = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file ->
                            code.append(MarkdownPage.read(file.toString()).text()));
        }

        // When
        var reasons = new MarkdownPage(readme.file(), code.toString())
                .all("StatusReason\\s*\\.(?:degraded|stalled)\\(\\s*\"([a-z_]+)\"");

        // Then
        assertThat(MarkdownPage.read("src/site/markdown/operations.md")
                        .all("(?m)^\\| `([a-z_]+)` \\| `(?:DEGRADED|STALLED)` \\|"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    private static String sources(String folder) {
        try (var files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().matches(".*(\\.java|pom\\.xml)"))
                    .sorted()
                    .map(file -> MarkdownPage.read(file.toString()).text())
                    .collect(Collectors.joining());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
