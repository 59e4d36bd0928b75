package systems.tasker.events.postgres.doctor;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a diagnosis takes into account. */
@ConfigMapping(prefix = "tasker.doctor")
interface DoctorConfig {

    /** Maximum number of replicas of the service, for the connection budget. */
    @WithDefault("1")
    int replicas();

    /** Findings that this installation accepts and that are not reported, separated by commas, such as `replication_asynchronous`. */
    Optional<Set<String>> accept();
}
