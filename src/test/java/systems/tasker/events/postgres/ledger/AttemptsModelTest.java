package systems.tasker.events.postgres.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    private static final String MODEL =
            Path.of("src/test/spin/attempts.pml").toAbsolutePath().toString();

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
        run(Stream.of(List.of("spin"), List.of(definitions), List.of("-a", MODEL)));
        run(Stream.of(List.of("gcc", "-O1", "-DSAFETY", "-o", "pan", "pan.c")));
        return run(Stream.of(List.of("./pan", "-m100000")));
    }

    private String run(Stream<List<String>> command) {
        var result = Tool.run(folder, Map.of(), command.flatMap(List::stream).toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }
}
