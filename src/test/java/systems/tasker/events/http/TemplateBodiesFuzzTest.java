package systems.tasker.events.http;

import java.util.List;
import java.util.function.Function;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.template.TemplateSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever bytes come as templates, they are some texts or are refused. */
class TemplateBodiesFuzzTest {

    @Provide
    Arbitrary<Seed> bodies() {
        return Seeds.andMutations("templates");
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsOrRejectsTemplateBodies(@ForAll("bodies") Seed body) {
        assertThat(sources(TemplateBodies::documents, body))
                .allSatisfy(source -> assertThat(source.text()).isNotBlank());
        assertThat(sources(TemplateBodies::files, body))
                .allSatisfy(source -> assertThat(source.text()).isNotNull());
    }

    private static List<TemplateSource> sources(Function<byte[], List<TemplateSource>> reader, Seed body) {
        try {
            var sources = reader.apply(body.bytes());
            assertThat(sources).isNotEmpty();
            return sources;
        } catch (InvalidInputException refused) {
            assertThat(refused.problems()).isNotEmpty();
            return List.of();
        }
    }
}
