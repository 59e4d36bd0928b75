package systems.tasker.events.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The robustness page names only tests and settings that exist, and a test for each row. */
class RobustnessPageTest {

    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/robustness.md");

    @Test
    void namesOnlyTestsThatExist() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var classes = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());

            assertThat(PAGE.all("`(\\w+(?:Test|IT))`")).isNotEmpty().isSubsetOf(classes);
        }
    }

    @Test
    void namesATestInEachRow() {
        var rows = PAGE.all("(?m)^(\\| .*)$").stream()
                .filter(row -> !row.startsWith("| tried"))
                .toList();

        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).containsPattern("`\\w+(Test|IT)`"));
    }

    @Test
    void namesOnlySettingsOfTheConfigurationPage() {
        var documented = MarkdownPage.read("src/site/markdown/configuration.md").all("`(tasker\\.[a-z0-9.{}-]+)`");

        assertThat(PAGE.all("`(tasker\\.[a-z0-9.{}-]+)`")).isNotEmpty().isSubsetOf(documented);
    }
}
