package systems.tasker.events.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that a page names to prove what it says.
 *
 * @param type the simple name of its class
 * @param method its method
 */
record NamedTest(String type, String method) {

    private static final Path TESTS = Path.of("src/test/java/systems/tasker/events");

    /** Fails unless there is one such class, and the method is a test in it. */
    void assertThere() {
        try (var files = Files.walk(TESTS)) {
            var sources = files.filter(file -> file.endsWith(type + ".java"))
                    .map(file -> MarkdownPage.read(file.toString()).text())
                    .toList();

            assertThat(sources)
                    .as(type)
                    .singleElement()
                    .asString()
                    .containsPattern("(?s)@(Parameterized)?Test\\b(?:(?!void ).)*void " + method + "\\(");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
