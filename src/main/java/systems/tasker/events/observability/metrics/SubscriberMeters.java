package systems.tasker.events.observability.metrics;

import java.util.function.ToDoubleFunction;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.subscriber.SubscriberStatistics;
import systems.tasker.events.subscriber.Subscription;

/** Exposes the counts that subscribers and the context cache keep themselves. */
@Singleton
class SubscriberMeters {

    void register(
            @Observes @Priority(Lifecycle.START_METERS) StartupEvent start,
            MeterRegistry registry,
            SubscriberRegistry subscribers,
            ContextStore contexts) {
        subscribers.onRegistration(subscription -> register(registry, subscribers, subscription.name()));
        FunctionCounter.builder(
                        MeterNames.CONTEXT_CACHE,
                        contexts,
                        store -> store.cacheStatistics().hits())
                .description("Look-ups of claimed contexts")
                .tag("result", "hit")
                .register(registry);
        FunctionCounter.builder(
                        MeterNames.CONTEXT_CACHE,
                        contexts,
                        store -> store.cacheStatistics().misses())
                .description("Look-ups of claimed contexts")
                .tag("result", "miss")
                .register(registry);
        Gauge.builder(
                        MeterNames.CONTEXT_CACHE_SIZE,
                        contexts,
                        store -> store.cacheStatistics().size())
                .description("Claimed contexts in memory")
                .register(registry);
    }

    /** By name: a subscriber may be unregistered at run time, and another one registered under its name. */
    private static void register(MeterRegistry registry, SubscriberRegistry subscribers, String name) {
        count(registry, subscribers, name, "handled", SubscriberStatistics::handled);
        count(registry, subscribers, name, "skipped", SubscriberStatistics::skipped);
        count(registry, subscribers, name, "failed", SubscriberStatistics::failed);
        count(registry, subscribers, name, "lagged", SubscriberStatistics::lagged);
        count(registry, subscribers, name, "paused", SubscriberStatistics::paused);
        Gauge.builder(MeterNames.MAILBOX_DEPTH, subscribers, each -> figure(each, name, SubscriberStatistics::waiting))
                .description("Events waiting for a subscriber")
                .tag("subscriber", name)
                .register(registry);
    }

    private static void count(
            MeterRegistry registry,
            SubscriberRegistry subscribers,
            String name,
            String outcome,
            ToDoubleFunction<SubscriberStatistics> count) {
        FunctionCounter.builder(MeterNames.SUBSCRIBER_EVENTS, subscribers, each -> figure(each, name, count))
                .description("Events of a subscriber by what became of them")
                .tag("subscriber", name)
                .tag("outcome", outcome)
                .register(registry);
    }

    private static double figure(
            SubscriberRegistry subscribers, String name, ToDoubleFunction<SubscriberStatistics> figure) {
        return subscribers
                .find(name)
                .map(Subscription::statistics)
                .map(figure::applyAsDouble)
                .orElse(0.0);
    }
}
