package systems.tasker.events.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which build of the service this is. An application built on the library reports the library's.
 *
 * @param version the Maven version
 * @param commit the Git commit, with {@code -dirty} when files differed from it; {@code unknown} when built without a repository
 * @param quarkus the version of the Quarkus platform
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record BuildInfo(String version, String commit, String quarkus) {

    private static final String FILE = "/META-INF/tasker-domain-events/build.properties";
    private static final String UNKNOWN = "unknown";
    private static final BuildInfo CURRENT = read();

    /** The build that runs. */
    public static BuildInfo current() {
        return CURRENT;
    }

    /** One line, for people and scripts. */
    public String line() {
        return "tasker-domain-events " + version + " (commit " + commit + ", Quarkus " + quarkus + ")";
    }

    private static BuildInfo read() {
        var properties = new Properties();
        try (var file = BuildInfo.class.getResourceAsStream(FILE)) {
            // An IDE that compiles without Maven makes no such file.
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new BuildInfo(
                properties.getProperty("version", UNKNOWN),
                properties.getProperty("commit", UNKNOWN),
                properties.getProperty("quarkus", UNKNOWN));
    }
}
