package systems.tasker.events.docs;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every threat of the page has a control, and tests that show it. */
class SecurityPageTest {

    private static final Pattern THREAT = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/security.md");

    static Stream<NamedTest> tests() {
        return TEST.matcher(PAGE.text())
                .results()
                .map(test -> new NamedTest(test.group(1), test.group(2)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("tests")
    void namesATestThatThereIs(NamedTest test) {
        test.assertThere();
    }

    @Test
    void namesOneForEachThreat() {
        var threats = THREAT.matcher(PAGE.section("Threats"))
                .results()
                .skip(2)
                .map(row -> List.of(row.group(1), row.group(2), row.group(3)))
                .toList();

        assertThat(threats)
                .hasSizeGreaterThan(25)
                .allSatisfy(
                        threat -> assertThat(threat.get(2)).as(threat.get(0)).containsPattern(TEST));
    }
}
