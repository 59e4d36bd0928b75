package systems.tasker.events.observability.metrics;

import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.template.TemplateCatalog;

/** Counts every declared event and measures the time of results. Tags come only from templates: callers cannot create time series. */
@Singleton
class PublicationMeters implements PublicationListener {

    private static final String NONE = "none";
    private static final String UNDECLARED = "undeclared";

    private final TemplateCatalog templates;
    private final MeterProvider<Counter> evaluated;
    private final MeterProvider<Counter> events;
    private final MeterProvider<Timer> accepts;
    private final MeterProvider<Timer> commits;

    PublicationMeters(MeterRegistry registry, TemplateCatalog templates) {
        this.templates = templates;
        this.evaluated = Counter.builder(MeterNames.EVALUATED)
                .description("Declared events of accepted results, whatever became of them")
                .withRegistry(registry);
        this.events = Counter.builder(MeterNames.DOMAIN_EVENTS)
                .description("Declared events by how their journey ended")
                .withRegistry(registry);
        this.accepts = Timer.builder(MeterNames.ACCEPT)
                .description("Step results from submission to answer")
                .publishPercentileHistogram()
                .withRegistry(registry);
        this.commits = Timer.builder(MeterNames.COMMIT)
                .description("Commits from the end of the journey to the verdict")
                .publishPercentileHistogram()
                .withRegistry(registry);
    }

    @Override
    public void onEvaluated(String namespace, String eventName, Optional<DeliveryMode> deliveryMode) {
        evaluated.withTags(event(namespace, eventName, deliveryMode)).increment();
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        events.withTags(event(outcome.namespace(), outcome.eventName(), outcome.deliveryMode())
                        .and(
                                "outcome", outcome.status().label(),
                                "reason", outcome.reason().map(Reason::label).orElse(NONE)))
                .increment();
    }

    private Tags event(String namespace, String eventName, Optional<DeliveryMode> deliveryMode) {
        var declared = templates.declares(namespace, eventName);
        return Tags.of(
                "event_name", declared ? eventName : UNDECLARED,
                "namespace", declared ? namespace : UNDECLARED,
                "delivery_mode", deliveryMode.map(DeliveryMode::label).orElse(NONE));
    }

    @Override
    public void onAnswered(Acceptance acceptance, Duration took) {
        accepts.withTags("answer", acceptance.kind().label()).record(took);
    }

    @Override
    public void onVerdict(CommitVerdict verdict, Duration took) {
        commits.withTags("verdict", verdict.label()).record(took);
    }
}
