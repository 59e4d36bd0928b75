package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Words for which the field has better ones: "the database is unavailable", "submit" and "fix" instead of these. Logs, problem texts,
 * OpenAPI, setting descriptions, comments and pages avoid them.
 */
class LanguageTest {

    private static final Pattern WORDS = Pattern.compile("(?i)\\b(?:"
            + "nobody|whoever|somebody|anybody|everybody|for ever|any more|now and then|as a rule|mend(?:s|ed|ing)?"
            + "|turned away|(?:is|are|was|were|be|been) away|hand(?:s|ed|ing)?[ -](?:in|on)|takes effect once"
            + "|by luck|without a word|in force|told to come back|says so"
            + ")\\b");
    private static final Pattern COMMENT_OR_STRING =
            Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    // A phrase may go on in the next line of a comment.
    private static final Pattern WRAP = Pattern.compile("\\s*\\n\\s*(?:\\*(?!/)|//|#)?\\s*");
    private static final int CONTEXT = 40;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CHANGELOG.md", "src/site/markdown"})
    void pagesAvoidWordsOfTheList(String path) {
        assertThat(files(path, ".*\\.md").flatMap(file -> hits(file, text(file))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/resources/META-INF",
                "src/main/resources/application.properties",
                "src/main/docker",
                "k8s",
                "deploy",
                "pom.xml"
            })
    void settingsAndManifestsAvoidWordsOfTheList(String path) {
        assertThat(files(path, ".*(?<!\\.java)").flatMap(file -> hits(file, text(file))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/testkit/java", "src/bench/java", "deploy/example/app"})
    void logsProblemsOpenApiAndCommentsAvoidWordsOfTheList(String path) {
        var hits = files(path, ".*\\.java")
                .flatMap(file ->
                        COMMENT_OR_STRING.matcher(text(file)).results().flatMap(found -> hits(file, found.group())));

        assertThat(hits).isEmpty();
    }

    /** Strings of tests are input, which may say anything. */
    @Test
    void commentsOfTestsAvoidWordsOfTheList() {
        var hits = files("src/test/java", ".*\\.java")
                .flatMap(file -> COMMENT_OR_STRING
                        .matcher(text(file))
                        .results()
                        .map(MatchResult::group)
                        .filter(found -> found.startsWith("/"))
                        .flatMap(found -> hits(file, found)));

        assertThat(hits).isEmpty();
    }

    private static Stream<String> hits(Path file, String text) {
        var line = WRAP.matcher(text).replaceAll(" ");
        return WORDS.matcher(line)
                .results()
                .map(hit -> file + ": '" + hit.group() + "' in '"
                        + line.substring(
                                Math.max(0, hit.start() - CONTEXT), Math.min(line.length(), hit.end() + CONTEXT))
                        + "'");
    }

    private static Stream<Path> files(String path, String name) {
        try (var files = Files.walk(Path.of(path))) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(name))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        return MarkdownPage.read(file.toString()).text();
    }
}
