package systems.tasker.events.http.stream;

import org.junit.jupiter.api.Test;

import systems.tasker.events.http.SaturatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReaderQuotaTest {

    private final ReaderQuota quota = new ReaderQuota(3, 2);

    @Test
    void rejectsReadersBeyondTheQuota() {
        quota.enter("alice");
        quota.enter("alice");
        quota.enter("bob");

        assertThatThrownBy(() -> quota.enter("carol"))
                .isInstanceOf(SaturatedException.class)
                .hasMessage("The limit of readers is reached: this instance has 3.");
    }

    @Test
    void rejectsReadersOfOneCallerBeyondItsQuota() {
        quota.enter("alice");
        quota.enter("alice");

        assertThatThrownBy(() -> quota.enter("alice"))
                .isInstanceOf(SaturatedException.class)
                .hasMessage("The limit of readers is reached: this caller has 2.");
    }

    @Test
    void releasesTheQuotaOfAReaderThatLeaves() {
        // Given
        quota.enter("alice");
        quota.enter("alice");
        quota.enter("bob");

        // When
        quota.leave("alice");
        quota.enter("alice");
        quota.leave("alice");
        quota.leave("alice");
        quota.leave("bob");

        // Then
        assertThat(quota.isEmpty()).isTrue();
    }

    @Test
    void countsNoRejectedReader() {
        // Given
        quota.enter("alice");
        quota.enter("alice");
        assertThatThrownBy(() -> quota.enter("alice")).isInstanceOf(SaturatedException.class);

        // When
        quota.leave("alice");
        quota.leave("alice");

        // Then
        assertThat(quota.isEmpty()).isTrue();
    }
}
