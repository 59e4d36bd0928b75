package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static Object field(Object object, Class<?> type, String name) throws Exception {
        var field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
