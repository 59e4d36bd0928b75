package systems.tasker.events.http;

import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be under way at once; beyond it, senders are told to come back later. */
@ConfigMapping(prefix = "tasker.publication.intake")
interface IntakeConfig {

    /** Requests under way; some hundred keep the database busy, more only wait longer. */
    @WithDefault("2000")
    int maxRequests();

    /** Bytes of bodies under way; a 24th of the heap where it is not set, for a body in the works takes many times its bytes. */
    Optional<MemorySize> maxBytes();
}
