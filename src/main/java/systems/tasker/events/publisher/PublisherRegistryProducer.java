package systems.tasker.events.publisher;

import java.time.Clock;
import java.util.List;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;

/** Discovers the publisher beans. */
@Singleton
class PublisherRegistryProducer {

    @Produces
    @Singleton
    PublisherRegistry registry(
            @All List<BasePublisher> publishers,
            NonBlockingPublishers nonBlocking,
            PublisherConfig config,
            Clock clock) {
        var beans = publishers.stream().map(ClientProxy::unwrap).toList();
        return new PublisherRegistry(beans, nonBlocking.classes(), config, clock);
    }

    void stop(@Disposes PublisherRegistry registry) {
        registry.stop();
    }
}
