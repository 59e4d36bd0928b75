package systems.tasker.events.command;

import java.util.Map;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.PackagedCommand;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged program as a pipeline runs it. */
class CheckIT {

    @Test
    void endsWithOneForFaultyTemplatesAndStartsNothing() throws Exception {
        var check = run("check", "src/test/resources/check/faulty");

        assertThat(check.exitCode()).isOne();
        assertThat(check.out())
                .contains("invoice.yaml:12 /steps/0/publishes_events/1/condition", "template(s) without")
                .doesNotContain("Quarkus", "PostgreSQL", "Listening");
        assertThat(check.err()).isEmpty();
    }

    @Test
    void endsWithZeroForTheSamples() throws Exception {
        var check = run("check", "deploy/example/tasks", "--format", "json");

        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).startsWith("{").contains("\"valid\" : true");
        assertThat(check.err()).isEmpty();
    }

    @Test
    void endsWithTwoForAnythingElse() throws Exception {
        var check = run("chekc", "deploy/example/tasks");

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err()).contains("Unknown command: chekc", "Usage: check <dir>");
    }

    private static PackagedCommand run(String... arguments) throws Exception {
        return PackagedCommand.run(Map.of(), arguments);
    }
}
