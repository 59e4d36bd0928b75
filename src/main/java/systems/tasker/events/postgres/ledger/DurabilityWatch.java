package systems.tasker.events.postgres.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.postgres.server.ServerObserver;
import systems.tasker.events.postgres.server.ServerState;

/** Shows what an accepted result survives, in log, status and metrics, and whether that is what the operator demands. */
@Singleton
class DurabilityWatch implements ServerObserver, StatusSource {

    private static final Logger LOG = Logger.getLogger(DurabilityWatch.class);

    private final SynchronousCommit commit;
    private final Optional<Durability> required;
    private volatile Optional<ServerState> latest = Optional.empty();
    private String logged = "";

    @Inject
    DurabilityWatch(LedgerConfig config, MeterRegistry registry) {
        this(config.synchronousCommit(), config.requiredDurability());
        Gauge.builder(
                        MeterNames.DATABASE_DURABILITY,
                        this,
                        watch -> watch.promised()
                                .map(Durability::ordinal)
                                .map(Double::valueOf)
                                .orElse(Double.NaN))
                .description("What an accepted result survives: 0 nothing, 1 a crash of the server, 2 its loss")
                .register(registry);
        Gauge.builder(
                        MeterNames.DATABASE_SYNCHRONOUS_STANDBYS,
                        this,
                        watch -> watch.latest
                                .flatMap(ServerState::synchronousStandbys)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN))
                .description("Connected standbys that commits wait for; absent without the right to see them")
                .register(registry);
    }

    DurabilityWatch(SynchronousCommit commit, Optional<Durability> required) {
        this.commit = commit;
        this.required = required;
    }

    @Override
    public synchronized void polled(ServerState server) {
        latest = Optional.of(server);
        var line = line(server);
        if (!line.equals(logged)) {
            LOG.info(line);
            logged = line;
        }
    }

    @Override
    public List<StatusReason> reasons() {
        var reasons = new ArrayList<StatusReason>();
        // A standby accepts nothing, and its settings say nothing of the primary's.
        latest.filter(server -> !server.standby()).ifPresent(server -> {
            var promised = Durability.of(server, commit);
            if (promised.compareTo(required.orElse(Durability.NONE)) < 0) {
                reasons.add(StatusReason.stalled(
                        "durability_too_low",
                        "No result is accepted: the database promises %s durability, tasker.ledger.required-durability demands %s; %s"
                                .formatted(promised.label(), required.get().label(), remedy(server))));
            }
            if (server.isAsynchronous() && required.isEmpty()) {
                reasons.add(StatusReason.degraded(
                        "replication_asynchronous",
                        ("A failover may lose results that were answered with 2xx: %d standby(s), and no commit waits for one."
                                        + " Set synchronous_standby_names, or accept it with tasker.ledger.required-durability=local")
                                .formatted(server.standbys())));
            }
            if (server.lacksSynchronousStandby()
                    && commit != SynchronousCommit.OFF
                    && commit != SynchronousCommit.LOCAL) {
                reasons.add(StatusReason.stalled(
                        "synchronous_standby_missing",
                        "Commits wait for a standby, and none is connected: synchronous_standby_names="
                                + server.synchronousStandbyNames()));
            }
        });
        return reasons;
    }

    private Optional<Durability> promised() {
        return latest.filter(server -> !server.standby()).map(server -> Durability.of(server, commit));
    }

    private String line(ServerState server) {
        return "Database: role=%s durability=%s required_durability=%s fsync=%s synchronous_commit=%s synchronous_standby_names=%s standbys=%d synchronous_standbys=%s"
                .formatted(
                        server.role(),
                        promised().map(Durability::label).orElse("unknown"),
                        required.map(Durability::label).orElse("none"),
                        server.fsync() ? "on" : "off",
                        commit.value(),
                        server.synchronousStandbyNames().isEmpty() ? "-" : server.synchronousStandbyNames(),
                        server.standbys(),
                        server.synchronousStandbys().map(String::valueOf).orElse("unknown"));
    }

    private static String remedy(ServerState server) {
        return server.fsync()
                ? "set synchronous_standby_names on the primary, or lower the setting"
                : "switch fsync on";
    }
}
