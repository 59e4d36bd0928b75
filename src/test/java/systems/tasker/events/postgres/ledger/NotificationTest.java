package systems.tasker.events.postgres.ledger;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;

import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class NotificationTest {

    private final PostedStep step = PostedStep.payment();
    private final Set<String> woken = new ConcurrentSkipListSet<>();

    @Inject
    QueueWakeUps wakeUps;

    @Test
    void notifiesConsumersOfNotificationsAndEvents() {
        // Given
        var events = step.namespace() + "_domain_events";
        wakeUps.listen("orchestration_step_results", () -> woken.add("orchestration_step_results"));
        wakeUps.listen(events, () -> woken.add(events));
        await().until(() -> woken.size() == 2);
        woken.clear();

        // When
        Api.submit(step.success(), step.context(1)).statusCode(202);

        // Then
        await().until(() -> woken.containsAll(Set.of("orchestration_step_results", events)));
    }
}
