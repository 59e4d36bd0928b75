package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.step.TaskSequenceStep;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class ContextCacheTest {

    @Test
    void registersCaffeineVariantsForReflection() throws Exception {
        // Given
        var registered =
                ContextCache.class.getAnnotation(RegisterForReflection.class).classNames();

        // When
        var cache = field(new ContextCache(1_000, Duration.ofHours(1)), ContextCache.class, "entries");
        var bounded = ((Cache<?, ?>) cache).asMap();

        // Then
        var factory =
                field(bounded, Class.forName("com.github.benmanes.caffeine.cache.BoundedLocalCache"), "nodeFactory");
        assertThat(registered)
                .containsExactlyInAnyOrder(
                        bounded.getClass().getName(), factory.getClass().getName());
    }

    @Test
    void keepsContextsUpToTheHeapThatTheyRetain() {
        // Given
        var cache = new ContextCache(100_000, Duration.ofHours(1));
        var context = SampleStep.context(1);
        cache.put(claim(context));
        var small = cache.get(context.stepUuid());

        // When
        context.json().set("filling", InlineStep.emptyObjects(10_000));
        cache.put(claim(context));

        // Then
        assertThat(small).isPresent();
        await().untilAsserted(() -> assertThat(cache.get(context.stepUuid())).isEmpty());
    }

    private static ClaimedContext claim(TaskSequenceStep context) {
        return new ClaimedContext(UUID.randomUUID(), context, context.attempts());
    }

    private static Object field(Object object, Class<?> type, String name) throws Exception {
        var field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
