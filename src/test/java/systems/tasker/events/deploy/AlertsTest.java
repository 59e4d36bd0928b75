package systems.tasker.events.deploy;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every alert has a runbook and a test, which {@link AlertRulesTest} runs with promtool. */
class AlertsTest {

    private static final Path FOLDER = Path.of("deploy/monitoring");

    @Test
    void alertsHaveRunbookSummaryAndSeverity() {
        var rules =
                Kustomization.documents(FOLDER.resolve("alerts.yaml")).get(0).at("/groups/0/rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/annotations/runbook").asText()).hasSizeGreaterThan(60);
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
        });
    }

    @Test
    void everyAlertHasAPromtoolTest() {
        var tests = Kustomization.documents(FOLDER.resolve("alerts-test.yaml")).toString();
        var rules =
                Kustomization.documents(FOLDER.resolve("alerts.yaml")).get(0).at("/groups/0/rules");

        assertThat(rules)
                .allSatisfy(
                        rule -> assertThat(tests).contains(rule.path("alert").asText() + "\\\""));
    }
}
