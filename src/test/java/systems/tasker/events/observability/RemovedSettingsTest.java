package systems.tasker.events.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RemovedSettingsTest {

    private static final int ORDINAL = 300;

    static Stream<String> removed() {
        return Stream.of(RemovedSettings.RENAMED.keySet(), RemovedSettings.DERIVED.keySet(), RemovedSettings.CONSTANTS)
                .flatMap(Set::stream);
    }

    @ParameterizedTest
    @MethodSource("removed")
    void failsTheStartForARemovedProperty(String setting) {
        var name = setting.replace("{name}", "\"ParcelCounter\"");

        assertThatThrownBy(() -> RemovedSettings.check(properties(Map.of(name, "1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1 removed setting(s)")
                .hasMessageContaining(name)
                .hasMessageContaining(remedy(setting));
    }

    @ParameterizedTest
    @MethodSource("removed")
    void failsTheStartForARemovedEnvironmentVariable(String setting) {
        var variable = setting.replace("{name}", "\"ParcelCounter\"")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);

        assertThatThrownBy(() -> RemovedSettings.check(environment(Map.of(variable, "1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(remedy(setting));
    }

    @Test
    void listsEveryRemovedSettingThatIsSet() {
        // Given
        var config = properties(Map.of("tasker.ledger.commit-timeout", "1s", "tasker.stream.chunk-size", "1K"));

        // When
        var failure = assertThatThrownBy(() -> RemovedSettings.check(config));

        // Then
        failure.hasMessage("""
                2 removed setting(s) in the configuration:
                  tasker.ledger.commit-timeout was renamed: set tasker.ledger.timeout instead
                  tasker.stream.chunk-size is a constant now and cannot be set: remove it""");
    }

    @Test
    void acceptsEverySettingOfTheConfigurationPage() {
        // Given
        var settings = documented();

        // When
        var config = properties(settings.stream()
                .collect(Collectors.toMap(name -> name.replace("{name}", "\"ParcelCounter\""), name -> "1")));

        // Then
        assertThat(settings)
                .hasSizeGreaterThan(40)
                .doesNotContainAnyElementsOf(removed().toList());
        // The others are those of Quarkus and of the operating system.
        assertThat(settings)
                .containsAll(Stream.of(RemovedSettings.RENAMED, RemovedSettings.DERIVED)
                        .flatMap(map -> map.values().stream())
                        .filter(name -> name.startsWith("tasker."))
                        .toList());
        assertThatCode(() -> RemovedSettings.check(config)).doesNotThrowAnyException();
    }

    @Test
    void listsTheRemovedSettingsInTheChangelog() {
        // Given
        var expected = new TreeMap<String, String>();
        RemovedSettings.RENAMED.forEach((old, renamed) -> expected.put(old, "`" + renamed + "`"));
        RemovedSettings.DERIVED.forEach((old, source) -> expected.put(old, "follows from `" + source + "`"));
        RemovedSettings.CONSTANTS.forEach(old -> expected.put(old, "a constant"));

        // When
        var rows = found("CHANGELOG.md", "(?m)^(\\| `tasker\\.[^|]* \\| [^|]* \\|)$");

        // Then
        assertThat(rows)
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(row -> "| `%s` | %s |".formatted(row.getKey(), row.getValue()))
                        .toList());
    }

    /** What the message says of a removed setting. */
    private static String remedy(String setting) {
        var renamed = RemovedSettings.RENAMED.get(setting);
        var source = RemovedSettings.DERIVED.get(setting);
        return renamed != null
                ? "was renamed: set " + renamed + " instead"
                : source != null ? "follows from " + source + " now" : "is a constant now";
    }

    private static List<String> documented() {
        return found("src/site/markdown/configuration.md", "(?m)^\\| `(tasker\\.[a-z0-9.{}-]+)` \\|");
    }

    private static List<String> found(String file, String regex) {
        try {
            return Pattern.compile(regex)
                    .matcher(Files.readString(Path.of(file)))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static SmallRyeConfig properties(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", ORDINAL))
                .build();
    }

    private static SmallRyeConfig environment(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(variables, ORDINAL))
                .build();
    }
}
