package systems.tasker.events.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The service ships no secret: all come from the operator's environment or files. */
class SecretsTest {

    @Test
    void setsNoSecretInItsOwnProperties() throws IOException {
        var set = new Properties();
        try (var file =
                Files.newBufferedReader(Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
            set.load(file);
        }

        assertThat(set.stringPropertyNames())
                .hasSizeGreaterThan(50)
                .filteredOn(name -> name.matches("(?i).*(password|secret|credential|private-key|sha256)s?"))
                .allSatisfy(name -> assertThat(set.getProperty(name)).matches("\\$\\{[\\w.-]+:?}"));
    }
}
