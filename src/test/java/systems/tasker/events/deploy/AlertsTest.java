package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** The alerts, before Prometheus' own judge: {@code promtool}, which Debian's package "prometheus" has. */
class AlertsTest {

    private static final Path FOLDER = Path.of("deploy/monitoring");

    @Test
    void fireWhenTheyShouldAndNotBefore() throws Exception {
        promtool("test", "rules", "alerts-test.yaml");
    }

    @Test
    void areFoundByPrometheus() throws Exception {
        promtool("check", "config", "prometheus.yml");
    }

    @Test
    void sayWhatToDo() {
        var rules =
                Kustomization.documents(FOLDER.resolve("alerts.yaml")).get(0).at("/groups/0/rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/annotations/runbook").asText()).hasSizeGreaterThan(60);
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
        });
    }

    @Test
    void areEachTriedOut() {
        var tests = Kustomization.documents(FOLDER.resolve("alerts-test.yaml")).toString();
        var rules =
                Kustomization.documents(FOLDER.resolve("alerts.yaml")).get(0).at("/groups/0/rules");

        assertThat(rules)
                .allSatisfy(
                        rule -> assertThat(tests).contains(rule.path("alert").asText() + "\\\""));
    }

    private static void promtool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add("promtool");
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        } catch (IOException missing) {
            fail("promtool is missing: apt-get install prometheus", missing);
        }
    }
}
