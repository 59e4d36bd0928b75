package systems.tasker.events.postgres.ledger;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the model {@code src/test/spin/attempts.pml} of the rule which claims and results follow, in all its states. */
@Tag(Tool.TAG)
class AttemptsModelTest {

    @TempDir
    Path folder;

    @Test
    void publishesEachResultAtMostOnceInEveryState() {
        assertThat(check()).contains("errors: 0").doesNotContain("max search depth too small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-DCLAIM_FIRST", "-DUNCHECKED"})
    void findsTheDuplicateWithoutAPartOfTheRule(String part) {
        assertThat(check(part)).contains("errors: 1", "assertion violated");
    }

    private String check(String... definitions) {
        return new SpinModel("attempts.pml", folder).check(definitions);
    }
}
