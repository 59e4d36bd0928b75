package systems.tasker.events.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.LogLines;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.template.ReloadResult.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class TemplateReloadTest {

    private static final String NUMBER = "{type: object, properties: {amount: {type: number}}, required: [amount]}";
    private static final String TEXT = "{type: object, properties: {amount: {type: string}}, required: [amount]}";

    @TempDir
    private Path folder;

    private final List<Collection<TaskTemplate>> prepared = new ArrayList<>();
    private RuntimeException preparationFailed;
    private TemplateFiles files;
    private TemplateCatalog catalog;
    private TemplateReload reload;

    @BeforeEach
    void start() throws IOException {
        write("pay.yaml", template("pay", "- {name: payment.paid, schema: " + NUMBER + "}"));
        var known = TemplateCatalogs.known("default");
        files = new TemplateFiles(folder, TemplateLimits.DEFAULT, false);
        catalog = new TemplateCatalog(
                TemplateReading.of(files.read(), known, TemplateLimits.DEFAULT).orThrow());
        reload = new TemplateReload(files, known, catalog, this::prepare, Clock.fixed(SampleStep.NOW, ZoneOffset.UTC));
    }

    @Test
    void activatesNewTemplatesAndReportsChangedEvents() throws IOException {
        // Given
        write(
                "pay.yaml",
                template(
                        "pay",
                        "- {name: payment.paid, condition: always, schema: " + NUMBER + "}",
                        "- {name: payment.seen}"));
        write("ship.yaml", template("ship", "- {name: parcel.sent}"));

        // When
        var result = reload.reload();

        // Then
        assertThat(result)
                .isEqualTo(new ReloadResult(
                        Outcome.RELOADED,
                        2,
                        new TemplateChanges(
                                List.of("pay/work/1.0.0 do payment.seen", "ship/work/1.0.0 do parcel.sent"),
                                List.of(),
                                List.of("pay/work/1.0.0 do payment.paid")),
                        List.of()));
        assertThat(catalog.templates()).hasSize(2);
        assertThat(catalog.declares("ship", "parcel.sent")).isTrue();
        assertThat(prepared).singleElement().isEqualTo(List.copyOf(catalog.templates()));
        assertThat(reload.ended(Outcome.RELOADED)).isOne();
    }

    @Test
    void reportsRemovedEventsAndCountsThemAsDeclaredForAWhile() throws IOException {
        // Given
        write("other.yaml", template("other", "- {name: other.event}"));
        Files.delete(folder.resolve("pay.yaml"));

        // When
        var result = reload.reload();

        // Then
        assertThat(result.changes().removed()).containsExactly("pay/work/1.0.0 do payment.paid");
        assertThat(catalog.find("pay", "work", "1.0.0")).isEmpty();
        assertThat(catalog.declares("pay", "payment.paid")).isTrue();
        write("ship.yaml", template("ship", "- {name: parcel.sent}"));
        reload.reload();
        assertThat(catalog.declares("pay", "payment.paid")).isFalse();
    }

    @Test
    void keepsActiveTemplatesWhenAnyFileIsInvalid() throws IOException {
        // Given
        write("good.yaml", template("good", "- {name: good.event}"));
        write("bad.yaml", template("bad", "- {name: bad.event, condition: sucess}"));
        var before = List.copyOf(catalog.templates());

        // When
        var result = reload.reload();

        // Then
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.problems())
                .extracting(TemplateProblem::file, TemplateProblem::path)
                .containsExactly(tuple("bad.yaml", "/steps/0/publishes_events/0/condition"));
        assertThat(List.copyOf(catalog.templates())).isEqualTo(before);
        assertThat(reload.problems()).isEqualTo(result.problems());
        assertThat(prepared).isEmpty();
        assertThat(reload.ended(Outcome.REFUSED)).isOne();
    }

    @Test
    void keepsActiveTemplatesWhenTheFolderBecomesEmpty() throws IOException {
        // Given
        Files.delete(folder.resolve("pay.yaml"));

        // When
        var result = reload.reload();

        // Then
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.detail()).isEqualTo("holds no template");
            assertThat(problem.remedy()).contains("tasker.templates.allow-empty");
        });
        assertThat(catalog.find("pay", "work", "1.0.0")).isPresent();
    }

    @Test
    void keepsActiveTemplatesWhenALinkLosesItsTarget() throws IOException {
        // Given
        Files.move(folder.resolve("pay.yaml"), folder.resolve("pay.txt"));
        Files.createSymbolicLink(folder.resolve("pay.yaml"), folder.resolve("pay.txt"));
        var linked = files.fingerprint();
        assertThat(reload.reload().outcome()).isEqualTo(Outcome.UNCHANGED);

        // When
        Files.delete(folder.resolve("pay.txt"));
        var result = reload.reload();

        // Then
        assertThat(files.fingerprint()).isNotEqualTo(linked);
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.problems())
                .extracting(TemplateProblem::file, TemplateProblem::detail)
                .containsExactly(tuple("pay.yaml", "is a link to a missing file or folder"));
        assertThat(catalog.find("pay", "work", "1.0.0")).isPresent();
    }

    @Test
    void recoversItsStatusWhenFilesAreFixed() throws IOException {
        // Given
        write("bad.yaml", "nothing: good");
        reload.reload();
        Files.delete(folder.resolve("bad.yaml"));

        // When
        var result = reload.reload();

        // Then
        assertThat(result.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(reload.problems()).isEmpty();
    }

    @Test
    void rejectsIncompatibleSchemasWithoutANewEventVersion() throws IOException {
        // Given
        write("pay.yaml", template("pay", "- {name: payment.paid, schema: " + TEXT + "}"));

        // When
        var result = reload.reload();

        // Then
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("pay.yaml");
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.path()).isEqualTo("/steps/0/publishes_events/0/schema/properties/amount/type");
            assertThat(problem.remedy()).contains("new version");
        });
        write("pay.yaml", template("pay", "- {name: payment.paid, version: '2.0', schema: " + TEXT + "}"));
        assertThat(reload.reload().outcome()).isEqualTo(Outcome.RELOADED);
    }

    @Test
    void retriesAReloadWhoseQueuesCannotBeCreated() throws IOException {
        // Given
        write("ship.yaml", template("ship", "- {name: parcel.sent}"));
        preparationFailed = new IllegalStateException("the database is unavailable");
        var watch = new TemplateWatch(files, reload, Duration.ZERO);

        // When
        var result = reload.reload();

        // Then
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.detail()).isEqualTo("cannot be activated: the database is unavailable"));
        assertThat(catalog.templates()).hasSize(1);
        preparationFailed = null;
        watch.poll();
        watch.poll();
        assertThat(catalog.templates()).hasSize(2);
        assertThat(reload.problems()).isEmpty();
    }

    @Test
    void clearsCachesOfTheReplacedTemplates() throws IOException {
        // Given
        write("pay.yaml", template("pay", "- {name: payment.paid, fan_out: [audit], schema: " + NUMBER + "}"));
        reload.reload();
        var definition = SampleStep.json("""
                {"name": "do", "publishes_events": [{"name": "a.b", "fan_out": ["audit"]}]}""");
        assertThat(catalog.read(definition, "pay", "").publishesEvents()).hasSize(1);

        // When
        write("pay.yaml", template("pay", "- {name: payment.paid, schema: " + NUMBER + "}"));
        reload.reload();

        // Then
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> catalog.read(definition, "pay", ""));
    }

    @Test
    void logsTheSameProblemsOnce() throws IOException {
        write("bad.yaml", "nothing: good");
        var log = new LogLines(TemplateReload.class.getName());
        try {
            reload.reload();
            reload.reload();

            assertThat(log.with("Task templates rejected")).isOne();
        } finally {
            log.close();
        }
    }

    private void prepare(Collection<TaskTemplate> next) {
        if (preparationFailed != null) {
            throw preparationFailed;
        }
        prepared.add(List.copyOf(next));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String template(String namespace, String... events) {
        return """
                name: work
                namespace_name: %s
                version: 1.0.0
                steps:
                  - name: do
                    publishes_events:
                %s""".formatted(namespace, String.join("\n", events).indent(6));
    }
}
