package systems.tasker.events.http.stream;

import org.junit.jupiter.api.Test;

import systems.tasker.events.http.SaturatedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReaderQuotaTest {

    private final ReaderQuota places = new ReaderQuota(3, 2);

    @Test
    void rejectsReadersBeyondTheQuota() {
        places.enter("alice");
        places.enter("alice");
        places.enter("bob");

        assertThatThrownBy(() -> places.enter("carol"))
                .isInstanceOf(SaturatedException.class)
                .hasMessage("The limit of readers is reached: this instance has 3.");
    }

    @Test
    void rejectsReadersOfOneCallerBeyondItsQuota() {
        places.enter("alice");
        places.enter("alice");

        assertThatThrownBy(() -> places.enter("alice"))
                .isInstanceOf(SaturatedException.class)
                .hasMessage("The limit of readers is reached: this caller has 2.");
    }

    @Test
    void releasesTheQuotaOfAReaderThatLeaves() {
        // Given
        places.enter("alice");
        places.enter("alice");
        places.enter("bob");

        // When
        places.leave("alice");
        places.enter("alice");
        places.leave("alice");
        places.leave("alice");
        places.leave("bob");

        // Then
        assertThat(places.isEmpty()).isTrue();
    }

    @Test
    void countsNoRejectedReader() {
        // Given
        places.enter("alice");
        places.enter("alice");
        assertThatThrownBy(() -> places.enter("alice")).isInstanceOf(SaturatedException.class);

        // When
        places.leave("alice");
        places.leave("alice");

        // Then
        assertThat(places.isEmpty()).isTrue();
    }
}
