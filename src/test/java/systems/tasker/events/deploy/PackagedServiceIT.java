package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.CommandRun;

import static org.assertj.core.api.Assertions.assertThat;

/** The service is packed from the compiled classes, not from the library jar, which lacks what belongs to the service alone. */
class PackagedServiceIT {

    private static final Path CLASSES = Path.of("target/classes");
    private static final Path APPLICATION = Path.of("target/quarkus-app/app");

    @Test
    void holdsEveryCompiledClassAndTheServiceProperties() throws Exception {
        // Given
        var compiled = compiledFiles();
        assertThat(compiled).contains("application.properties").anyMatch(file -> file.contains("/embedded/"));

        // When
        var packaged = packagedFiles();

        // Then
        assertThat(packaged).containsAll(compiled);
    }

    @Test
    void runsTheMainClassThatTheServicePropertiesName() throws Exception {
        // Given
        var templates = "deploy/example/tasks";

        // When
        var check = CommandRun.run(Map.of(), "check", templates);

        // Then
        assertThat(check.exitCode()).as(check.err()).isZero();
    }

    private static Set<String> compiledFiles() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> CLASSES.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> packagedFiles() throws IOException {
        try (var jar = new ZipFile(applicationJar().toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static Path applicationJar() throws IOException {
        try (var files = Files.list(APPLICATION)) {
            return files.findFirst().orElseThrow();
        }
    }
}
