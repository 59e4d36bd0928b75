package systems.tasker.events.template;

import java.util.List;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Whatever text comes as a template, it is read or there is a problem, soon. */
class TemplateFuzzTest {

    private static final String FILE = "file.yaml";

    private final KnownPublishers publishers = TemplateCatalogs.known("default");

    @Provide
    Arbitrary<Seed> templates() {
        return Seeds.andMutations("templates");
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsATemplateOrReportsItsProblems(@ForAll("templates") Seed file) {
        var text = file.text();

        var reading = assertTimeout(Waits.HANG, () -> reading(List.of(TemplateSource.of(FILE, text))));

        assertThat(reading.templates()).hasSize(reading.problems().isEmpty() ? 1 : 0);
        assertThat(reading.problems()).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(FILE);
            assertThat(problem.line()).isBetween(0, linesOf(text));
            assertThat(problem.detail()).isNotBlank();
        });
        Statistics.collect(reading.problems().isEmpty() ? "read" : "refused");
        Statistics.coverage(answers -> {
            answers.check("read").percentage(share -> share > 5);
            answers.check("refused").percentage(share -> share > 20);
        });
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsEachDocumentOfAStream(@ForAll("templates") Seed stream) {
        var documents = TemplateSource.documents(stream.text());

        var reading = assertTimeout(Waits.HANG, () -> reading(documents));

        assertThat(documents)
                .allSatisfy(document -> assertThat(document.linesBefore()).isLessThan(linesOf(stream.text())));
        assertThat(reading.templates().size() + reading.problems().size()).isGreaterThanOrEqualTo(documents.size());
        assertThat(reading.problems())
                .allSatisfy(problem -> assertThat(problem.line()).isBetween(0, linesOf(stream.text())));
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void findsUnchangedTemplatesCompatible(@ForAll("templates") Seed file) {
        var documents = TemplateSource.documents(file.text());
        var active = EventContracts.of(reading(documents).templates());

        var again = assertTimeout(Waits.HANG, () -> reading(documents).comparedWith(active));

        assertThat(again.problems()).isEqualTo(reading(documents).problems());
    }

    private TemplateReading reading(List<TemplateSource> sources) {
        return TemplateReading.of(new TemplateFiles.Content(sources, List.of()), publishers, TemplateLimits.DEFAULT);
    }

    /** As many as YAML could count at most, and the end of the last one. */
    private static int linesOf(String text) {
        return text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length + 1;
    }
}
