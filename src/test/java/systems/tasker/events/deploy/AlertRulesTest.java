package systems.tasker.events.deploy;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** The alerts, run by Prometheus' own {@code promtool}, which Debian's package "prometheus" has. */
@Tag(Tool.TAG)
class AlertRulesTest {

    private static final Path FOLDER = Path.of("deploy/monitoring");

    @Test
    void fireWhenTheyShouldAndNotBefore() {
        var promtool = Tool.run(FOLDER, Map.of(), "promtool", "test", "rules", "alerts-test.yaml");

        assertThat(promtool.exitCode()).as(promtool.output()).isZero();
    }

    @Test
    void areFoundByPrometheus() {
        var promtool = Tool.run(FOLDER, Map.of(), "promtool", "check", "config", "prometheus.yml");

        assertThat(promtool.exitCode()).as(promtool.output()).isZero();
    }
}
