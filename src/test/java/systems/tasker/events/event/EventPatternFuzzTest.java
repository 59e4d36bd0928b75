package systems.tasker.events.event;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

import systems.tasker.events.fixture.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

/** Patterns and names against the plain ways to tell. */
class EventPatternFuzzTest {

    @Provide
    Arbitrary<EventName> names() {
        return Arbitraries.strings()
                .withChars("aab_0")
                .ofMinLength(1)
                .ofMaxLength(4)
                .list()
                .ofMinSize(2)
                .ofMaxSize(4)
                .map(parts -> new EventName(String.join(".", parts)));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("aab_.**").ofMinLength(1).ofMaxLength(8),
                Arbitraries.strings()
                        .withChars("a.*?+[](){}|^$\\Q\\E-,\ud83d\ude00é")
                        .ofMinLength(1)
                        .ofMaxLength(6));
    }

    @Property(seed = Seeds.CHANCE)
    void selectsWhatTheEquivalentRegularExpressionMatches(
            @ForAll("patterns") String pattern, @ForAll("names") EventName name) {
        var expected = Pattern.matches(regex(pattern), name.value());

        assertThat(new EventPattern(pattern).matches(name)).isEqualTo(expected);

        Statistics.collect(expected);
        Statistics.coverage(answers -> answers.check(true).percentage(share -> share > 3));
    }

    @Property(seed = Seeds.CHANCE)
    void matchesEveryPatternDerivedFromTheName(@ForAll("names") EventName name, @ForAll int one, @ForAll int other) {
        int from = Math.floorMod(one, name.value().length() + 1);
        int to = from + Math.floorMod(other, name.value().length() - from + 1);
        var pattern = name.value().substring(0, from) + "*" + name.value().substring(to);

        assertThat(new EventPattern(pattern).matches(name)).isTrue();
    }

    @Property(seed = Seeds.CHANCE)
    void acceptsNamesOfTwoPartsOfLegalCharacters(@ForAll("texts") String text) {
        var parts = text.split("\\.", -1);
        var expected = parts.length > 1
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.')
                && Arrays.stream(parts).noneMatch(String::isEmpty);

        assertThat(EventName.isLegal(text)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("az09_.").ofMaxLength(8),
                Arbitraries.strings().withChars("a.A \n\u0660é").ofMaxLength(5));
    }

    private static String regex(String pattern) {
        return pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
    }
}
