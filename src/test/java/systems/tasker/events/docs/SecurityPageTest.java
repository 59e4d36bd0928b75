package systems.tasker.events.docs;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every threat of the page has a control and tests that exist. */
class SecurityPageTest {

    private static final Pattern THREAT = Pattern.compile("(?ms)^- \\*\\*(.*?)\\.\\*\\*(.*?)(?=^- |^#|\\z)");
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
    void namesTestsThatExist(NamedTest test) {
        test.assertThere();
    }

    @Test
    void namesATestForEveryThreat() {
        var threats = THREAT.matcher(PAGE.section("Threats")).results().toList();

        assertThat(threats)
                .hasSizeGreaterThan(25)
                .allSatisfy(threat ->
                        assertThat(threat.group(2)).as(threat.group(1)).containsPattern(TEST));
    }
}
