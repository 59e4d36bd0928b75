package systems.tasker.events.template.queues;

import org.junit.jupiter.api.Test;

import systems.tasker.events.template.TemplateCatalogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class QueuePlanTest {

    @Test
    void plansQueuesForNamespacesFanOutAndDeadLetters() {
        assertThat(plan("{name: a.b, fan_out: [audit]}", "{name: c.d}").queues())
                .containsExactly("audit", "audit_dlq", "orchestration", "pay_domain_events", "pay_domain_events_dlq");
    }

    @Test
    void plansNoQueueForANamespaceWithoutDurableEvents() {
        var plan = plan("{name: a.b, delivery_mode: fast}");

        assertThat(plan.queues()).containsExactly("orchestration");
        assertThat(plan.hasQueueFor("pay")).isFalse();
        assertThat(plan("{name: a.b, delivery_mode: broadcast}").hasQueueFor("pay"))
                .isTrue();
    }

    @Test
    void plansGroupIndexesForOrderingKeys() {
        assertThat(plan("{name: a.b, fan_out: [audit]}", "{name: c.d}").orderedQueues())
                .isEmpty();
        assertThat(plan("{name: a.b, fan_out: [audit]}", "{name: c.d, ordering_key: /id, fan_out: [export]}")
                        .orderedQueues())
                .containsExactly("export", "pay_domain_events");
    }

    @Test
    void rejectsFanOutIntoTheNotificationQueue() {
        assertThatIllegalStateException()
                .isThrownBy(() -> plan("{name: a.b, fan_out: [Orchestration]}"))
                .withMessageContaining("fan_out");
    }

    private static QueuePlan plan(String... events) {
        var catalog = TemplateCatalogs.of(TemplateCatalogs.known("default"), """
                name: charge_card
                namespace_name: pay
                version: 1.0.0
                steps: [{name: charge, publishes_events: [%s]}]
                """.formatted(String.join(", ", events)));
        return new QueuePlan("orchestration", catalog.templates());
    }
}
