package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A project of a team's own has the service's settings, but for those named here. */
class OwnProjectSettingsTest {

    private static final Path LIBRARY = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final Path SERVICE = Path.of("src/main/resources/application.properties");
    private static final Path EXAMPLE = Path.of("deploy/example/app/src/main/resources/application.properties");

    /** Each with the reason why it differs. */
    private static final Map<String, String> DIFFERENCES = Map.of(
            "quarkus.devservices.enabled", "a project may have other extensions, whose containers it wants in dev mode",
            "tasker.templates.path", "the samples are in this repository; a project has its own in config/tasks",
            "quarkus.application.name", "a project has a name of its own, in its logs, metrics and tokens",
            "mp.messaging.incoming.bookings.connector", "a project has consumers of its own",
            "mp.messaging.incoming.bookings.queue", "a project has consumers of its own",
            "mp.messaging.incoming.bookings.enabled", "a project has consumers of its own",
            "mp.messaging.incoming.bookings.consumer", "a project has consumers of its own",
            "tasker.consumers.inbox", "a project has consumers of its own");

    @ParameterizedTest
    @ValueSource(strings = {"prod", "dev", "test"})
    void hasTheSettingsOfTheServiceButForThoseWithAReason(String profile) throws IOException {
        // Given
        var service = settings(profile, SERVICE);
        var example = settings(profile, EXAMPLE);

        // When
        var differences = new TreeSet<String>(service.keySet());
        differences.addAll(example.keySet());
        differences.removeIf(
                name -> service.containsKey(name) && service.get(name).equals(example.get(name)));

        // Then
        assertThat(service).hasSizeGreaterThan(60);
        assertThat(differences).isSubsetOf(DIFFERENCES.keySet()).contains("quarkus.application.name");
    }

    /** Raw values: an expression is the same setting, whatever it refers to. */
    private static Map<String, String> settings(String profile, Path application) throws IOException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withProfile(profile)
                .withSources(
                        new PropertiesConfigSource(LIBRARY.toUri().toURL(), 100),
                        new PropertiesConfigSource(application.toUri().toURL(), 250))
                .build();
        var settings = new TreeMap<String, String>();
        for (var name : config.getPropertyNames()) {
            var value = config.getConfigValue(name);
            if (value.getRawValue() != null && !name.startsWith("%") && !name.startsWith("smallrye.config.")) {
                settings.put(name, value.getRawValue());
            }
        }
        return settings;
    }
}
