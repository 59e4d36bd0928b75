package systems.tasker.events.golden;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What the build has packaged, a jar or a binary, as a process. */
final class PackagedProgram implements Program {

    private static final Path TARGET = Path.of("target");

    private final List<String> command;

    PackagedProgram() throws Exception {
        var artifact = new Properties();
        try (var file = Files.newInputStream(TARGET.resolve("quarkus-artifact.properties"))) {
            artifact.load(file);
        }
        var path = TARGET.resolve(artifact.getProperty("path")).toString();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command = artifact.getProperty("type").equals("native")
                ? List.of(path)
                : List.of(java, "-XX:TieredStopAtLevel=1", "-jar", path);
    }

    @Override
    public Run run(List<String> arguments) throws Exception {
        var whole = new ArrayList<>(command);
        whole.addAll(arguments);
        var out = Files.createTempFile("golden", ".out");
        var err = Files.createTempFile("golden", ".err");
        try {
            var process = new ProcessBuilder(whole)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
