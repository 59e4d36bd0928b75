package systems.tasker.events.template;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.step.StepOutcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TemplateCatalogTest {

    private final TemplateCatalog catalog = TemplateCatalogs.of(
            TemplateCatalogs.known("default"), template("pay", "1"), template("pay", "2"), template("orders", "1"));

    @Test
    void findsAStepByNamespaceNameVersionAndStep() {
        assertThat(catalog.find("pay", "charge_card", "2", "charge"))
                .get()
                .extracting(StepDefinition::maxAttempts)
                .isEqualTo(2);
        assertThat(catalog.find("orders", "charge_card", "2", "charge")).isEmpty();
        assertThat(catalog.find("pay", "charge_card", "", "charge")).isEmpty();
        assertThat(catalog.find("pay", "charge_card", "2", "refund")).isEmpty();
    }

    @Test
    void knowsTheEventsOfItsNamespaces() {
        assertThat(catalog.declares("pay", "payment.processed")).isTrue();
        assertThat(catalog.declares("orders", "payment.refunded")).isFalse();
        assertThat(catalog.declares("elsewhere", "payment.processed")).isFalse();
    }

    @Test
    void validatesInlineDefinitionsLikeFiles() {
        // Given
        var definition = SampleStep.json("""
                {
                  "name": "charge",
                  "retry": {"max_attempts": -1},
                  "publishes_events": [
                    {"name": "a.b", "publisher": "Nobody"}, {"name": "Bad"}, {"name": "c.d", "schema": {"type": 1}}
                  ]
                }
                """);

        // When
        var refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> catalog.read(definition, "pay", "/task_sequence_step/step_definition"));

        // Then
        assertThat(refusal.problems())
                .allMatch(problem -> problem.kind() == InputProblem.Kind.INVALID)
                .extracting(InputProblem::pointer)
                .contains(
                        "/task_sequence_step/step_definition/retry/max_attempts",
                        "/task_sequence_step/step_definition/publishes_events/0/publisher",
                        "/task_sequence_step/step_definition/publishes_events/1/name",
                        "/task_sequence_step/step_definition/publishes_events/2/schema/type");
    }

    @Test
    void limitsInlineFanOutToQueuesOfTemplates() {
        // Given
        var definition = SampleStep.json("""
                {"name": "charge", "publishes_events": [{"name": "a.b", "fan_out": ["audit", "orders_domain_events", "own"]}]}
                """);

        // When
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> catalog.read(definition, "orders", ""));

        // Then
        assertThat(refusal.problems())
                .containsExactly(
                        InputProblem.invalid(
                                "/publishes_events/0/fan_out/1",
                                "is the namespace's own queue (leave it out, the event goes there anyway)"),
                        InputProblem.invalid(
                                "/publishes_events/0/fan_out/2",
                                "is a queue that no template fans out into (use one of [audit])"));
        definition.withArray("/publishes_events/0/fan_out").remove(2);
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> catalog.read(definition, "pay", ""))
                        .problems())
                .extracting(InputProblem::detail)
                .containsExactly("is a queue that no template fans out into (use one of [audit])");
        definition.withArray("/publishes_events/0/fan_out").remove(1);
        assertThat(catalog.read(definition, "orders", "")
                        .publishesEvents()
                        .get(0)
                        .fanOut())
                .containsExactly("audit");
    }

    @ParameterizedTest
    @EnumSource(PublicationCondition.class)
    void appliesConditionsToOutcomes(PublicationCondition condition) {
        assertThat(condition.matches(StepOutcome.SUCCESS))
                .isEqualTo(condition == PublicationCondition.SUCCESS || condition == PublicationCondition.ALWAYS);
        assertThat(condition.matches(StepOutcome.RETRYABLE_FAILURE))
                .isEqualTo(condition != PublicationCondition.SUCCESS
                        && condition != PublicationCondition.PERMANENT_FAILURE);
        assertThat(condition.matches(StepOutcome.PERMANENT_FAILURE))
                .isEqualTo(condition != PublicationCondition.SUCCESS
                        && condition != PublicationCondition.RETRYABLE_FAILURE);
    }

    private static String template(String namespace, String version) {
        return """
                name: charge_card
                namespace_name: %s
                version: %s
                steps:
                  - name: charge
                    retry: {max_attempts: %s}
                    publishes_events: [{name: payment.processed, fan_out: [audit]}]
                """.formatted(namespace, version, version);
    }
}
