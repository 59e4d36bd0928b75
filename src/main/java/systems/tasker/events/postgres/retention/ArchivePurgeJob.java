package systems.tasker.events.postgres.retention;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.PeriodicTask;

/** Deletes archived messages at their retention, one queue after the other. */
@Singleton
class ArchivePurgeJob implements PeriodicTask {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final ArchiveRetention retention;
    private final ArchivePurge purge;
    private final Map<String, Counter> deleted = new HashMap<>();

    @Inject
    ArchivePurgeJob(Pool pool, RetentionConfig config, ArchiveRetention retention, MeterRegistry registry) {
        this.retention = retention;
        this.purge = new ArchivePurge(pool, config.maxDeletesPerSecond());
        retention
                .all()
                .keySet()
                .forEach(queue -> deleted.put(
                        queue,
                        Counter.builder(MeterNames.ARCHIVE_DELETED)
                                .description("Archived messages deleted at their retention")
                                .tag("queue", queue)
                                .register(registry)));
    }

    @Produces
    @Singleton
    static ArchiveRetention retention(RetentionConfig config) {
        return new ArchiveRetention(config.retention().orElse(Set.of()));
    }

    /** No runs when all archives are kept. */
    @Override
    public Duration interval() {
        return retention.all().isEmpty() ? Duration.ZERO : INTERVAL;
    }

    @Override
    public Uni<Void> run() {
        return Multi.createFrom()
                .iterable(retention.all().entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> purge.run(
                        each.getKey(),
                        each.getValue(),
                        size -> deleted.get(each.getKey()).increment(size)))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
