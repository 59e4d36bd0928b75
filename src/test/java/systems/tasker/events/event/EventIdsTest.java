package systems.tasker.events.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventIdsTest {

    private long now = 1_790_000_000_000L;
    private final EventIds ids = new EventIds(() -> now);

    @Test
    void areUuidsOfVersion7WithTheTime() {
        var id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.getMostSignificantBits() >>> Short.SIZE).isEqualTo(now);
    }

    @Test
    void growWhenTheClockStepsBack() {
        // Given
        var made = new ArrayList<UUID>();

        // When
        for (int i = 0; i < 1_000; i++) {
            made.add(ids.next());
        }
        now -= Duration.ofSeconds(120).toMillis();
        for (int i = 0; i < 120_000; i += 100) {
            now += 100;
            made.add(ids.next());
            made.add(ids.next());
        }

        // Then
        assertThat(made).extracting(UUID::toString).doesNotHaveDuplicates().isSorted();
    }
}
