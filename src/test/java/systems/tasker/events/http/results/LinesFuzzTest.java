package systems.tasker.events.http.results;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.publication.StepResultSubmission;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever bytes come as lines of results, each line is what it would be alone. */
class LinesFuzzTest {

    private static final int MOST = 1_000;

    private final BatchReader batches = new BatchReader();
    private final JsonBody bodies = new JsonBody();

    @Provide
    Arbitrary<Seed> lines() {
        return Seeds.andMutations("lines");
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsEachNdjsonLineIndependently(@ForAll("lines") Seed body) {
        var alone = plainLines(body.bytes()).stream()
                .map(line -> outcome(() -> StepResultSubmission.of(bodies.read(line))))
                .toList();

        assertThat(outcomes(() -> batches.lines(body.bytes())))
                .isEqualTo(alone.size() > MOST ? List.of("[has " + alone.size() + " results]") : alone);
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsNdjsonAndArrayAlike(@ForAll("lines") Seed body) {
        var taken = plainLines(body.bytes()).stream()
                .filter(line -> !outcome(() -> StepResultSubmission.of(bodies.read(line)))
                        .startsWith("["))
                .map(line -> new String(line, ISO_8859_1))
                .toList();
        var lines = String.join("\n", taken).getBytes(ISO_8859_1);
        var linesOfWindows = String.join("\r\n \r\n", taken).getBytes(ISO_8859_1);

        var expected = outcomes(() -> batches.lines(lines));

        assertThat(outcomes(() -> batches.lines(linesOfWindows))).isEqualTo(expected);
        if (taken.stream().allMatch(line -> line.startsWith("{"))) {
            var array = ("[" + String.join(",", taken) + "]").getBytes(ISO_8859_1);
            assertThat(outcomes(() -> batches.array(array))).isEqualTo(expected);
        }
    }

    /** The plain way to do it: a character is a byte. */
    private static List<byte[]> plainLines(byte[] body) {
        var lines = new ArrayList<byte[]>();
        for (var line : new String(body, ISO_8859_1).split("\n")) {
            if (line.chars().anyMatch(character -> character > ' ')) {
                lines.add(line.getBytes(ISO_8859_1));
            }
        }
        return lines;
    }

    private static List<String> outcomes(Supplier<List<Supplier<StepResultSubmission>>> batch) {
        try {
            return batch.get().stream().map(LinesFuzzTest::outcome).toList();
        } catch (InvalidInputException tooMany) {
            return List.of(tooMany.problems().get(0).detail().replaceFirst("(has \\d+ results).*", "[$1]"));
        }
    }

    /** What tells the result from others, or what is wrong with it. */
    private static String outcome(Supplier<StepResultSubmission> result) {
        try {
            return result.get().bodyDigest();
        } catch (InvalidInputException refused) {
            return refused.problems().toString();
        }
    }
}
