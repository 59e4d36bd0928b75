package systems.tasker.events.simulation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.simulation.ShopPublishers.Payments;
import systems.tasker.events.simulation.SimulationReport.Change;
import systems.tasker.events.simulation.SimulationReport.EventChanges;
import systems.tasker.events.simulation.Simulator.Side;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.TemplateSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Changes templates and publishers in twenty ways and expects each to be reported with its results, over ten thousand of them. */
class SeededChangesTest {

    private static final String TEMPLATE = """
            name: order
            namespace_name: shop
            version: 1.0.0
            steps:
              - name: charge
                handler: {callable: Shop.Charge}
                retry: {max_attempts: 3}
                publishes_events:
                  - name: payment.charged
                    publisher: payments
                    ordering_key: /order
                    schema: {type: object, required: [amount], properties: {amount: {type: integer}}}
                  - name: payment.failed
                    condition: failure
                  - name: payment.retried
                    condition: retryable_failure
                    delivery_mode: fast
                  - name: payment.given_up
                    condition: permanent_failure
              - name: ship
                publishes_events:
                  - name: shipment.sent
                    condition: always
                    delivery_mode: broadcast
              - name: mail
                publishes_events:
                  - name: mail.sent
                    delivery_mode: fast
            """;

    private static final List<RecordedResult> RESULTS = ShopResults.all();
    private static final SimulationLimits ALL = new SimulationLimits(ShopResults.COUNT, Duration.ofMinutes(5), 1);
    private static final IntPredicate CHARGED = i -> ShopResults.isOf(i, "charge") && ShopResults.succeeds(i);
    private static final IntPredicate FAILED = i -> ShopResults.isOf(i, "charge") && !ShopResults.succeeds(i);
    private static final IntPredicate MAILED = i -> ShopResults.isOf(i, "mail");
    private static final IntPredicate SHIPPED = i -> ShopResults.isOf(i, "ship");

    /**
     * A change, and one of the differences it has to be reported as.
     *
     * @param path one of the paths of the difference, found in as many results; empty without paths
     */
    private record Seeded(
            String about,
            UnaryOperator<String> templates,
            List<BasePublisher> publishers,
            String event,
            ChangeKind kind,
            IntPredicate results,
            String path) {

        @Override
        public String toString() {
            return about;
        }
    }

    static Stream<Seeded> changes() {
        return Stream.of(
                template(
                        "condition flipped",
                        "payment.failed\n        condition: failure",
                        "payment.failed\n        condition: success",
                        "payment.failed",
                        ChangeKind.CONDITION_UNMET,
                        FAILED),
                template(
                        "condition narrowed",
                        "condition: failure",
                        "condition: permanent_failure",
                        "payment.failed",
                        ChangeKind.CONDITION_UNMET,
                        FAILED.and(i -> ShopResults.attempt(i) < 3)),
                rejected(
                        "schema requires a field",
                        "required: [amount]",
                        "required: [amount, coupon]",
                        CHARGED.and(i -> !ShopResults.hasCoupon(i)),
                        "required"),
                rejected(
                        "schema bounds a number",
                        "{type: integer}",
                        "{type: integer, maximum: 499}",
                        CHARGED.and(i -> ShopResults.amount(i) > 499),
                        "/amount maximum"),
                template(
                        "publisher renamed in the template alone",
                        "publisher: payments",
                        "publisher: invoices",
                        "payment.charged",
                        ChangeKind.PUBLISHER_MISSING,
                        CHARGED),
                new Seeded(
                        "publisher renamed",
                        text -> text.replace("publisher: payments", "publisher: invoices"),
                        List.of(new Payments("invoices", payload -> payload)),
                        "payment.charged",
                        ChangeKind.METADATA,
                        CHARGED,
                        "/fired_by"),
                publisher(
                        "field dropped",
                        new Payments("payments", payload -> payload.without("currency")),
                        ChangeKind.PAYLOAD,
                        CHARGED,
                        "/currency"),
                publisher(
                        "number becomes a text",
                        new Payments("payments", SeededChangesTest::textual),
                        ChangeKind.REJECTED,
                        CHARGED,
                        "/amount type"),
                publisher(
                        "publisher throws",
                        new Payments("payments", SeededChangesTest::failing),
                        ChangeKind.FAILS,
                        CHARGED.and(ShopResults::hasCoupon),
                        ""),
                publisher(
                        "publisher declines",
                        new Declining(),
                        ChangeKind.VANISHES,
                        CHARGED.and(ShopResults::hasCoupon),
                        ""),
                publisher("metadata added", new Regional(), ChangeKind.METADATA, CHARGED, "/region"),
                template(
                        "delivery mode changed",
                        "delivery_mode: broadcast",
                        "delivery_mode: fast",
                        "shipment.sent",
                        ChangeKind.DELIVERY_MODE,
                        SHIPPED),
                template(
                        "copies for another queue",
                        "condition: always",
                        "condition: always\n        fan_out: [audit]",
                        "shipment.sent",
                        ChangeKind.QUEUES,
                        SHIPPED),
                template(
                        "step renamed", "- name: mail\n", "- name: letter\n", "mail.sent", ChangeKind.VANISHES, MAILED),
                template(
                        "event renamed",
                        "name: mail.sent",
                        "name: mail.posted",
                        "mail.posted",
                        ChangeKind.APPEARS,
                        MAILED),
                template(
                        "event removed",
                        "\n      - name: payment.given_up\n        condition: permanent_failure",
                        "",
                        "payment.given_up",
                        ChangeKind.VANISHES,
                        FAILED.and(i -> ShopResults.attempt(i) == 3)),
                template(
                        "retry limit lowered",
                        "max_attempts: 3",
                        "max_attempts: 2",
                        "payment.retried",
                        ChangeKind.CONDITION_UNMET,
                        FAILED.and(i -> ShopResults.attempt(i) == 2)),
                new Seeded(
                        "retry forbidden, in the payload",
                        text -> text.replace("max_attempts: 3", "retryable: false"),
                        List.of(new Payments()),
                        "payment.failed",
                        ChangeKind.PAYLOAD,
                        FAILED.and(i -> ShopResults.attempt(i) < 3),
                        "/retryable"),
                template(
                        "version raised",
                        "publisher: payments",
                        "publisher: payments\n        version: '2.0'",
                        "payment.charged",
                        ChangeKind.VERSION,
                        CHARGED),
                template(
                        "ordering key changed",
                        "ordering_key: /order",
                        "ordering_key: /currency",
                        "payment.charged",
                        ChangeKind.ORDERING_KEY,
                        CHARGED));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void reportsASeededChangeWithItsResultsAndExamples(Seeded seeded) {
        // Given
        var changed = seeded.templates().apply(TEMPLATE);
        var after = new Side(templates(changed), publishers(seeded.publishers()));
        var expected = ShopResults.those(seeded.results());

        // When
        var report = simulator(after).run(RESULTS.iterator(), ALL);

        // Then
        var change = change(report, seeded.event(), seeded.kind());
        assertThat(report.input().simulated()).isEqualTo(ShopResults.COUNT);
        assertThat(change.results()).isPositive().isEqualTo(expected.results());
        assertThat(change.examples()).isEqualTo(expected.examples());
        if (!seeded.path().isEmpty()) {
            assertThat(change.paths()).containsEntry(seeded.path(), expected.results());
        }
    }

    @Test
    void reportsNothingForEqualTemplatesAndCallsNoHookWithEffects() {
        // Given
        var publisher = new Payments();
        var after = new Side(templates(TEMPLATE), publishers(List.of(publisher)));

        // When
        var report = simulator(after).run(RESULTS.iterator(), ALL);

        // Then
        assertThat(report.differs()).isFalse();
        assertThat(report.events()).isEmpty();
        assertThat(report.unreached()).isEmpty();
        assertThat(report.input().notReplayable()).isEqualTo(Map.of());
        assertThat(report.input().ended()).isEqualTo("complete");
        assertThat(publisher.effects).hasValue(0);
    }

    private static Simulator simulator(Side after) {
        var before = new Side(templates(TEMPLATE), publishers(List.of(new Payments())));
        return new Simulator(before, after, AttemptsConvention.AFTER_CLAIM, Optional.empty(), Clock.systemUTC());
    }

    private static Change change(SimulationReport report, String event, ChangeKind kind) {
        return report.events().stream()
                .filter(changes -> changes.event().equals(event))
                .map(EventChanges::changes)
                .flatMap(List::stream)
                .filter(change -> change.change().equals(kind.label()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Not reported: " + event + " " + kind + " in " + report));
    }

    private static Seeded template(
            String about, String from, String to, String event, ChangeKind kind, IntPredicate results) {
        return new Seeded(about, text -> replaced(text, from, to), List.of(new Payments()), event, kind, results, "");
    }

    private static Seeded rejected(String about, String from, String to, IntPredicate results, String rule) {
        return new Seeded(
                about,
                text -> replaced(text, from, to),
                List.of(new Payments()),
                "payment.charged",
                ChangeKind.REJECTED,
                results,
                rule.startsWith("/") ? rule : " " + rule);
    }

    private static Seeded publisher(
            String about, BasePublisher publisher, ChangeKind kind, IntPredicate results, String path) {
        return new Seeded(about, text -> text, List.of(publisher), "payment.charged", kind, results, path);
    }

    private static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private static TemplateCatalog templates(String text) {
        return TemplateCatalog.of(List.of(TemplateSource.of("order.yaml", text)), KnownPublishers.any());
    }

    private static PublisherRegistry publishers(List<BasePublisher> publishers) {
        return PublisherRegistry.onCallersThread(publishers, Clock.systemUTC());
    }

    private static ObjectNode textual(ObjectNode payload) {
        return payload.put("amount", payload.path("amount").asText());
    }

    private static ObjectNode failing(ObjectNode payload) {
        if (payload.has("coupon")) {
            throw new IllegalStateException("coupons are unknown");
        }
        return payload;
    }

    private static final class Declining extends Payments {

        @Override
        public boolean shouldPublish(StepEventContext context) {
            return !context.result().has("coupon");
        }
    }

    private static final class Regional extends Payments {

        @Override
        public ObjectNode additionalMetadata(StepEventContext context) {
            return super.additionalMetadata(context).put("region", "eu");
        }
    }
}
