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
import systems.tasker.events.publication.ContextStore;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.subscriber.Subscription;

/** Exposes the counts that subscribers and the context cache keep themselves. */
@Singleton
class SubscriberMeters {

    void register(
            @Observes @Priority(Lifecycle.START_METERS) StartupEvent start,
            MeterRegistry registry,
            SubscriberRegistry subscribers,
            ContextStore contexts) {
        for (var subscription : subscribers.all()) {
            count(registry, subscription, "handled", each -> each.statistics().handled());
            count(registry, subscription, "skipped", each -> each.statistics().skipped());
            count(registry, subscription, "failed", each -> each.statistics().failed());
            count(registry, subscription, "lagged", each -> each.statistics().lagged());
            count(registry, subscription, "paused", each -> each.statistics().paused());
            Gauge.builder(
                            MeterNames.MAILBOX_DEPTH,
                            subscription,
                            each -> each.statistics().waiting())
                    .description("Events waiting for a subscriber")
                    .tag("subscriber", subscription.name())
                    .register(registry);
        }
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

    private static void count(
            MeterRegistry registry, Subscription subscription, String outcome, ToDoubleFunction<Subscription> count) {
        FunctionCounter.builder(MeterNames.SUBSCRIBER_EVENTS, subscription, count)
                .description("Events of a subscriber by what became of them")
                .tag("subscriber", subscription.name())
                .tag("outcome", outcome)
                .register(registry);
    }
}
