package systems.tasker.events.deploy;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs alerts and configuration through {@code promtool}, part of Debian's package "prometheus". */
@Tag(Tool.TAG)
class AlertRulesTest {

    private static final Path FOLDER = Path.of("deploy/monitoring");

    @Test
    void alertRulesPassTheirPromtoolTests() {
        var promtool = Tool.run(FOLDER, Map.of(), "promtool", "test", "rules", "alerts-test.yaml");

        assertThat(promtool.exitCode()).as(promtool.output()).isZero();
    }

    @Test
    void prometheusConfigPassesPromtoolCheck() {
        var promtool = Tool.run(FOLDER, Map.of(), "promtool", "check", "config", "prometheus.yml");

        assertThat(promtool.exitCode()).as(promtool.output()).isZero();
    }
}
