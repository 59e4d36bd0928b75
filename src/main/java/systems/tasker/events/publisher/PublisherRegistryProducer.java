package systems.tasker.events.publisher;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.virtual.threads.VirtualThreads;
import org.jboss.logging.Logger;

/** Discovers the publisher beans. */
@Singleton
class PublisherRegistryProducer {

    private static final Logger LOG = Logger.getLogger(PublisherRegistryProducer.class);
    private static final int JAVA_WITH_VIRTUAL_THREADS = 21;

    @Produces
    @Singleton
    PublisherRegistry registry(
            @All List<BasePublisher> publishers,
            PublisherThreads threads,
            @VirtualThreads ExecutorService virtualThreads,
            PublisherConfig config,
            Clock clock) {
        var beans = publishers.stream().map(ClientProxy::unwrap).toList();
        var java = Runtime.version().feature();
        var available = java >= JAVA_WITH_VIRTUAL_THREADS;
        if (!available && !threads.virtual().isEmpty()) {
            LOG.warnf(
                    "Virtual threads need Java 21; using worker threads: java=%d publishers=%s",
                    java, threads.virtual());
        }
        var virtual = available ? Optional.of(virtualThreads) : Optional.<ExecutorService>empty();
        try {
            return new PublisherRegistry(beans, threads, virtual, PublisherLimits.of(config), clock);
        } catch (IllegalStateException names) {
            // Without its cause: Quarkus shows the sentence alone, in place of a stack trace of bean creation.
            throw new ConfigurationException(names.getMessage());
        }
    }

    void stop(@Disposes PublisherRegistry registry) {
        registry.stop();
    }
}
