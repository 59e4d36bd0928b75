package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation and its parts. Paths are relative to the project, where Maven runs the tests. */
record MarkdownPage(Path file, String text) {

    static MarkdownPage readme() {
        return read("README.md");
    }

    static MarkdownPage read(String file) {
        try {
            return new MarkdownPage(Path.of(file), Files.readString(Path.of(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** README, change log and every page of the site. */
    static List<MarkdownPage> all() {
        try (var files = Files.list(Path.of("src/site/markdown"))) {
            return Stream.concat(
                            Stream.of("README.md", "CHANGELOG.md"),
                            files.map(Path::toString).sorted())
                    .map(MarkdownPage::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** The text below a heading of the second level. */
    String section(String heading) {
        return first("(?ms)^## " + Pattern.quote(heading) + "\\R(.*?)(?=^## |\\z)");
    }

    /** The contents of the fenced blocks of a language, in order. */
    List<String> blocks(String language) {
        return all("(?ms)^```" + language + "\\R(.*?)^```$");
    }

    /** The targets of its links. */
    List<String> links() {
        return all("\\]\\(([^)]+)\\)");
    }

    /** Its headings as anchors of links. */
    List<String> headings() {
        return all("(?m)^#+ (.*)$").stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The first group of every match of a regular expression. */
    List<String> all(String expression) {
        return Pattern.compile(expression)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The first group of the first match of a regular expression. */
    String first(String expression) {
        return all(expression).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has nothing like " + expression));
    }
}
