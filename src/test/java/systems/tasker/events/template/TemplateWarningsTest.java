package systems.tasker.events.template;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateWarningsTest {

    private static final String TYPOS = """
            name: charge_card
            namespace_name: pay
            version: 1.0.0
            unknown_key: is normal
            steps:
              - name: charge
                timeout_seconds: 30
                publishes_events:
                  - name: payment.processed
                    conditon: failure
                    owner: payments
                    schema:
                      type: object
                      requird: [amount]
                      x-owner: payments
                      example: {amount: 1}
                      properties:
                        titel: {type: string}
                        amount: {type: number, minimun: 0}
            """;

    @Test
    void reportsUnknownKeysOfEventsAndSchemaTyposWithTheNearestKey() {
        var reading = reading(TYPOS);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.templates()).hasSize(1);
        assertThat(reading.warnings())
                .extracting(TemplateProblem::toString)
                .containsExactly(
                        "file.yaml:10 /steps/0/publishes_events/0/conditon: 'conditon' is unknown and ignored"
                                + " (did you mean condition?)",
                        "file.yaml:11 /steps/0/publishes_events/0/owner: 'owner' is unknown and ignored"
                                + " (remove it, or correct it)",
                        "file.yaml:14 /steps/0/publishes_events/0/schema/requird: 'requird' is unknown and ignored"
                                + " (did you mean required?)",
                        "file.yaml:19 /steps/0/publishes_events/0/schema/properties/amount/minimun:"
                                + " 'minimun' is unknown and ignored (did you mean minimum?)");
    }

    @Test
    void makesWarningsProblemsWhenStrict() {
        var reading = reading(TYPOS).strict();

        assertThat(reading.problems()).hasSize(4);
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.templates()).isEmpty();
    }

    private static TemplateReading reading(String text) {
        var content = new TemplateFiles.Content(List.of(TemplateSource.of("file.yaml", text)), List.of());
        return TemplateReading.of(content, TemplateCatalogs.known("default"), TemplateLimits.DEFAULT);
    }
}
