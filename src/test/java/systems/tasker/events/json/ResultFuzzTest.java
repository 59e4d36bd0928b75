package systems.tasker.events.json;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

import systems.tasker.events.fixture.JsonMutations;
import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;
import systems.tasker.events.publication.StepResultSubmission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever bytes come as a result, they are read or refused, and nothing else happens. */
class ResultFuzzTest {

    private final JsonBody bodies = new JsonBody();

    @Provide
    Arbitrary<Seed> results() {
        return Seeds.andMutations("results");
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return Arbitraries.randomValue(random -> new JsonMutations(random).value());
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void acceptsValidResultsAndReportsProblemsOfOthers(@ForAll("results") Seed body) {
        var read = read(body.bytes());

        read.ifPresent(submission ->
                assertThat(StorableText.isStorable(submission.result().json())).isTrue());
        Statistics.collect(read.isPresent() ? "taken" : "refused");
        Statistics.coverage(answers -> {
            answers.check("taken").percentage(share -> share > 5);
            answers.check("refused").percentage(share -> share > 20);
        });
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void makesTheSameDigestForAnyKeyOrder(@ForAll("results") Seed body, @ForAll Random random) {
        read(body.bytes()).ifPresent(submission -> {
            var rearranged =
                    JsonMutations.rearranged(bodies.read(body.bytes()), random).toString();

            assertThat(read(rearranged.getBytes(UTF_8)))
                    .get()
                    .extracting(StepResultSubmission::bodyDigest)
                    .isEqualTo(submission.bodyDigest());
        });
    }

    @Property(seed = Seeds.CHANCE)
    void makesEqualCanonicalJsonOnlyForEqualValues(@ForAll("values") JsonNode one, @ForAll Random random) {
        var other = new JsonMutations(random)
                .mutate(Json.write(one).getBytes(UTF_8))
                .map(bytes -> Json.read(new String(bytes, UTF_8)))
                .orElseGet(() -> new JsonMutations(random).value());

        assertThat(CanonicalJson.of(one).equals(CanonicalJson.of(other)))
                .as("%s and %s", one, other)
                .isEqualTo(sorted(one).equals(sorted(other)));
    }

    /** Empty when it is refused in an orderly manner. */
    private Optional<StepResultSubmission> read(byte[] body) {
        try {
            return Optional.of(StepResultSubmission.of(bodies.read(body)));
        } catch (InvalidInputException refused) {
            assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.detail()).isNotBlank();
                // Fails where it is none.
                JsonPointer.compile(problem.pointer());
            });
            return Optional.empty();
        }
    }

    /** The plain way to do it: JSON with its keys in order. */
    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            var fields = new TreeMap<String, String>();
            node.properties().forEach(field -> fields.put(Json.write(field.getKey()), sorted(field.getValue())));
            return fields.toString();
        }
        if (node.isArray()) {
            var elements = new ArrayList<String>();
            node.forEach(element -> elements.add(sorted(element)));
            return elements.toString();
        }
        return Json.write(node);
    }
}
