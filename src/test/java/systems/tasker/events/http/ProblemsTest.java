package systems.tasker.events.http;

import org.junit.jupiter.api.Test;

import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publication.store.WeakDurabilityException;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemsTest {

    @Test
    void tellsADatabaseThatPromisesTooLittleFromOneThatIsUnavailable() {
        var tooLow = Problems.unavailable(new WeakDurabilityException("fsync is off"))
                .build();
        var unavailable = Problems.unavailable(new StoreUnavailableException("is down", null))
                .build();

        assertThat(tooLow.getType()).hasToString("urn:tasker:problem:durability-too-low");
        assertThat(tooLow.getStatusCode()).isEqualTo(503);
        assertThat(tooLow.getHeaders()).containsEntry("Retry-After", 5L);
        assertThat(tooLow.getDetail()).contains("tasker.ledger.required-durability", "nothing was done");
        assertThat(unavailable.getType()).hasToString("urn:tasker:problem:unavailable");
    }
}
