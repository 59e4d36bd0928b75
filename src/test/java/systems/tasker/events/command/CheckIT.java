package systems.tasker.events.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged program as a pipeline runs it. */
class CheckIT {

    @TempDir
    Path temporary;

    @Test
    void endsWithOneForFaultyTemplatesAndStartsNothing() throws Exception {
        assertThat(run("check", "src/test/resources/check/faulty")).isOne();
        assertThat(output("out"))
                .contains("invoice.yaml:12 /steps/0/publishes_events/1/condition", "template(s) without")
                .doesNotContain("Quarkus", "PostgreSQL", "Listening");
        assertThat(output("err")).isEmpty();
    }

    @Test
    void endsWithZeroForTheSamples() throws Exception {
        assertThat(run("check", "deploy/example/tasks", "--format", "json")).isZero();
        assertThat(output("out")).startsWith("{").contains("\"valid\" : true");
        assertThat(output("err")).isEmpty();
    }

    @Test
    void endsWithTwoForAnythingElse() throws Exception {
        assertThat(run("chekc", "deploy/example/tasks")).isEqualTo(2);
        assertThat(output("err")).contains("Unknown command: chekc", "Usage: check <dir>");
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-jar", System.getProperty("service.jar")));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectOutput(temporary.resolve("out").toFile())
                .redirectError(temporary.resolve("err").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output(String stream) throws IOException {
        return Files.readString(temporary.resolve(stream));
    }
}
