package systems.tasker.events.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** README, change log and pages: short lines and paragraphs, links and paths that exist, an index with every page. */
class PagesTest {

    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_PARAGRAPH = 5;
    private static final Path SITE = Path.of("src/site/markdown");
    private static final Path SOURCES = Path.of("src/main/java/systems/tasker/events");
    private static final Pattern LIST_OR_TABLE = Pattern.compile("\\s*(\\||- |\\d+\\. ).*");

    private static Stream<MarkdownPage> pages() {
        return MarkdownPage.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void haveNoLineOver200Characters(MarkdownPage page) {
        assertThat(page.text().lines().filter(line -> line.length() > LONGEST_LINE))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void haveNoParagraphOverFiveLines(MarkdownPage page) {
        var paragraphs = page.text().replaceAll("(?ms)^```.*?^```$", "").split("\\R\\s*\\R");

        assertThat(paragraphs)
                .filteredOn(paragraph -> paragraph.lines().noneMatch(LIST_OR_TABLE.asMatchPredicate()))
                .filteredOn(paragraph -> paragraph.strip().lines().count() > LONGEST_PARAGRAPH)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linkOnlyToFilesAndHeadingsThatExist(MarkdownPage page) {
        var folder = page.file().toAbsolutePath().getParent();

        assertThat(page.links().stream().filter(link -> !link.contains("://"))).allSatisfy(link -> {
            if (link.startsWith("#")) {
                assertThat(page.headings()).contains(link.substring(1));
            } else {
                assertThat(folder.resolve(link)).exists();
            }
        });
    }

    @Test
    void areAllLinkedFromTheIndex() {
        var index = MarkdownPage.read(SITE.resolve("index.md").toString());
        var others = pages().map(MarkdownPage::file)
                .filter(file -> file.startsWith(SITE) && !file.equals(index.file()))
                .map(file -> file.getFileName().toString())
                .toList();

        assertThat(others).isNotEmpty();
        assertThat(index.links()).containsAll(others).doesNotHaveDuplicates();
        assertThat(MarkdownPage.readme().links()).contains(index.file().toString());
    }

    @Test
    void sayInDevelopmentOnlyPathsThatExist() {
        var development = MarkdownPage.read(SITE.resolve("development.md").toString());
        var rows = new MarkdownPage(development.file(), development.section("Find your way")).all("(?m)^(\\|.*)$");

        var paths = rows.stream()
                .flatMap(row -> new MarkdownPage(development.file(), row)
                        .all("`([\\w./-]+/[\\w./-]+|README\\.md|deploy|k8s)`").stream())
                .filter(path -> !path.startsWith("/"))
                .toList();

        assertThat(paths)
                .hasSizeGreaterThan(30)
                .allSatisfy(path -> assertThat(List.of(Path.of(path), SOURCES.resolve(path)))
                        .as(path)
                        .anySatisfy(file -> assertThat(file).exists()));
    }
}
