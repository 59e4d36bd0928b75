package systems.tasker.events.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No secret comes with the service; all come from the environment or from files of the operator's. */
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
