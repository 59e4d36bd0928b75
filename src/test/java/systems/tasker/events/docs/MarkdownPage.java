package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, and what can be taken out of it. Paths are relative to the project, where Maven runs the tests. */
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

    /** What stands below a heading of the second level. */
    String section(String heading) {
        return first("(?ms)^## " + Pattern.quote(heading) + "\\R(.*?)(?=^## |\\z)");
    }

    /** The contents of the fenced blocks of a language, in order. */
    List<String> blocks(String language) {
        return all("(?ms)^```" + language + "\\R(.*?)^```$");
    }

    /** Where its links go. */
    List<String> links() {
        return all("\\]\\(([^)]+)\\)");
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
