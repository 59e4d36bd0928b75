package systems.tasker.events.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        return Stream.concat(RemovedSettings.RENAMED.keySet().stream(), RemovedSettings.CONSTANTS.stream());
    }

    @ParameterizedTest
    @MethodSource("removed")
    void failsTheStartForARemovedProperty(String setting) {
        var name = setting.replace("{name}", "\"ParcelCounter\"");

        assertThatThrownBy(() -> RemovedSettings.check(properties(Map.of(name, "1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1 removed setting(s)")
                .hasMessageContaining(name)
                .hasMessageContaining(RemovedSettings.RENAMED.getOrDefault(setting, "is a constant now"));
    }

    @ParameterizedTest
    @MethodSource("removed")
    void failsTheStartForARemovedEnvironmentVariable(String setting) {
        var variable = setting.replace("{name}", "\"ParcelCounter\"")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);

        assertThatThrownBy(() -> RemovedSettings.check(environment(Map.of(variable, "1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(RemovedSettings.RENAMED.getOrDefault(setting, "is a constant now"));
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
        assertThat(settings).containsAll(RemovedSettings.RENAMED.values());
        assertThatCode(() -> RemovedSettings.check(config)).doesNotThrowAnyException();
    }

    @Test
    void listsTheRemovedSettingsInTheChangelog() {
        // Given
        var expected = new TreeMap<String, String>();
        RemovedSettings.RENAMED.forEach((old, renamed) -> expected.put(old, "`" + renamed + "`"));
        RemovedSettings.CONSTANTS.forEach(old -> expected.put(old, "a constant"));

        // When
        var rows = found("CHANGELOG.md", "(?m)^(\\| `tasker\\.[^|]* \\| [^|]* \\|)$");

        // Then
        assertThat(rows)
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(row -> "| `%s` | %s |".formatted(row.getKey(), row.getValue()))
                        .toList());
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
