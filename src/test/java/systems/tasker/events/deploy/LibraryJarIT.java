package systems.tasker.events.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The library jar is reproducible: it does not contain the time of its build. */
class LibraryJarIT {

    private static final Pattern TIMESTAMP =
            Pattern.compile("<project.build.outputTimestamp>([^<]+)</project.build.outputTimestamp>");

    @Test
    void jarEntriesHaveTheOutputTimestampOfThePom() throws Exception {
        var pom = TIMESTAMP.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();
        var time = LocalDateTime.ofInstant(Instant.parse(pom.group(1)), ZoneOffset.UTC);

        try (var files = Files.list(Path.of("target"))) {
            var jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).as("the library and its test kit").hasSize(2);
            for (var jar : jars) {
                try (var archive = new ZipFile(jar.toFile())) {
                    assertThat(archive.stream())
                            .as(jar.toString())
                            .isNotEmpty()
                            .extracting(ZipEntry::getTimeLocal)
                            .containsOnly(time);
                }
            }
        }
    }
}
