package systems.tasker.events.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The order of start, filters and stop is that of {@link Lifecycle}: its drawing, its numbers and the code agree. */
class LifecycleTest {

    private static final Path SOURCES = Path.of("src/main/java/systems/tasker/events");
    private static final Pattern DRAWN = Pattern.compile("(?m)^ \\* {6,}((?:START|FILTER|STOP)_[A-Z_]+)\\b");
    private static final Pattern PRIORITY = Pattern.compile("@Priority\\(([^)]*)\\)");
    private static final Pattern FILTER = Pattern.compile("\\bfilters\\s*\\.register\\((?:[^,()]*),([^)]*)\\)");
    private static final Pattern OBSERVER =
            Pattern.compile("@Observes\\s+((?:@\\w+\\([^)]*\\)\\s+)*)(StartupEvent|ShutdownEvent)\\b");

    private final List<String> drawn = DRAWN.matcher(read(SOURCES.resolve("observability/Lifecycle.java")))
            .results()
            .map(found -> found.group(1))
            .toList();

    @Test
    void drawsEveryConstantOnce() {
        assertThat(drawn)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        constants().map(Field::getName).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"START_", "STOP_"})
    void ordersStartAndStopByAscendingPriority(String group) {
        assertThat(priorities(group))
                .hasSizeGreaterThan(1)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void ordersFiltersByDescendingPriority() {
        assertThat(priorities("FILTER_"))
                .hasSizeGreaterThan(1)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void givesEveryObserverOfStartAndStopAPriority() {
        // When
        var observers = matches(OBSERVER);

        // Then
        assertThat(observers)
                .hasSizeGreaterThan(10)
                .allSatisfy(observer -> assertThat(observer.group(1))
                        .as(observer.group())
                        .startsWith(
                                observer.group(2).equals("StartupEvent")
                                        ? "@Priority(Lifecycle.START_"
                                        : "@Priority(Lifecycle.STOP_"));
    }

    @Test
    void takesEveryPriorityAndFilterOrderFromTheLifecycle() {
        // When
        var used = Stream.of(PRIORITY, FILTER)
                .flatMap(pattern -> matches(pattern).stream())
                .map(found -> found.group(1).strip())
                .toList();

        // Then
        assertThat(used).allSatisfy(name -> assertThat(name).startsWith("Lifecycle."));
        assertThat(used.stream()
                        .map(name -> name.substring("Lifecycle.".length()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(drawn);
    }

    private List<Integer> priorities(String group) {
        return drawn.stream()
                .filter(name -> name.startsWith(group))
                .map(LifecycleTest::value)
                .toList();
    }

    private static Stream<Field> constants() {
        return Arrays.stream(Lifecycle.class.getFields());
    }

    private static int value(String name) {
        try {
            return Lifecycle.class.getField(name).getInt(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static List<MatchResult> matches(Pattern pattern) {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> pattern.matcher(read(file)).results())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
