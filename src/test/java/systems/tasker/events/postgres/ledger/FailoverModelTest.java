package systems.tasker.events.postgres.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the model {@code src/test/spin/failover.pml} of the journey from claim to dead letter over crashes and failovers, in all its states. */
@Tag(Tool.TAG)
class FailoverModelTest {

    private static final Pattern CONDITION = Pattern.compile("(?m)^#(?:ifdef|ifndef|(?:el)?if) (.+)$");
    private static final Pattern NAME = Pattern.compile("[A-Z_]{4,}");

    @TempDir
    Path folder;

    @Test
    void keepsThePromisesOfTheContractInEveryState() {
        assertThat(check()).contains("errors: 0").doesNotContain("max search depth too small");
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void findsACounterexampleWithABrokenRule(String rule) {
        assertThat(check("-D" + rule)).contains("errors: 1", "assertion violated");
    }

    /** Every name that the model's conditions use. */
    static List<String> brokenRules() throws IOException {
        var model = Files.readString(Path.of("src/test/spin/failover.pml"));
        var rules = CONDITION
                .matcher(model)
                .results()
                .flatMap(condition -> NAME.matcher(condition.group(1)).results())
                .map(MatchResult::group)
                .distinct()
                .sorted()
                .toList();
        assertThat(rules).hasSizeGreaterThan(10);
        return rules;
    }

    private String check(String... definitions) {
        return new SpinModel("failover.pml", folder).check(definitions);
    }
}
