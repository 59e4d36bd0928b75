package systems.tasker.events.template.queues;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;

import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PlannedQueuesTest {

    private final List<QueuePlan> created = new ArrayList<>();
    private final PlannedQueues queues =
            new PlannedQueues(new QueuePlan("orchestration", templates("pay")), this::create);

    private RuntimeException fault;

    @Test
    void createsTheQueuesOfANewNamespaceAndKeepsTheOldOnes() {
        // When
        queues.prepare(templates("ship"));

        // Then
        assertThat(created)
                .singleElement()
                .satisfies(plan -> assertThat(plan.queues())
                        .contains("pay_domain_events", "ship_domain_events", "ship_domain_events_dlq"));
        assertThat(queues.current().hasQueueFor("ship")).isTrue();
        assertThat(queues.current().hasQueueFor("pay")).isTrue();
    }

    @Test
    void createsNoExistingQueueAgain() {
        queues.prepare(templates("pay"));
        queues.prepare(List.of());

        assertThat(created).isEmpty();
    }

    @Test
    void reportsNoQueueWhoseCreationFailed() {
        // Given
        fault = new IllegalStateException("away");

        // When
        assertThatIllegalStateException().isThrownBy(() -> queues.prepare(templates("ship")));

        // Then
        assertThat(queues.current().hasQueueFor("ship")).isFalse();
        fault = null;
        queues.prepare(templates("ship"));
        assertThat(queues.current().hasQueueFor("ship")).isTrue();
    }

    private void create(QueuePlan plan) {
        if (fault != null) {
            throw fault;
        }
        created.add(plan);
    }

    private static Collection<TaskTemplate> templates(String namespace) {
        return TemplateCatalogs.of(TemplateCatalogs.known("default"), """
                name: work
                namespace_name: %s
                version: 1.0.0
                steps: [{name: do, publishes_events: [{name: a.b}]}]
                """.formatted(namespace))
                .templates();
    }
}
