package systems.tasker.events.publication;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How results are published, and how many at once. */
@ConfigMapping(prefix = "tasker.publication")
interface PublicationConfig {

    /** `atomic`: a result is answered when its events are committed with it; `fire-and-forget`: when it is, its events follow or are lost. */
    @WithDefault("atomic")
    Mode mode();

    Notification notification();

    FireAndForget fireAndForget();

    Intake intake();

    /** When a result is answered. */
    enum Mode {
        ATOMIC,
        FIRE_AND_FORGET
    }

    /** The queue of the mode `fire-and-forget`. */
    interface FireAndForget {

        /** Results whose events may wait to be published; the events of one more are dropped and counted. */
        @WithDefault("1000")
        int queueSize();

        /** Results whose events are published at the same time. */
        @WithDefault("4")
        int workers();

        /** Time that what is queued has at shutdown; what is left then is lost, and its number is logged. */
        @WithDefault("10s")
        Duration drainTimeout();
    }

    /** What may be under way at once; beyond it, senders are told to come back later. */
    interface Intake {

        /** Requests under way; some hundred keep the database busy, more only wait longer. */
        @WithDefault("2000")
        int maxRequests();

        /** Bytes of bodies under way; a 24th of the heap where it is not set, for a body in the works takes many times its bytes. */
        Optional<MemorySize> maxBytes();
    }

    /** The message to orchestration. */
    interface Notification {

        /** The queue that orchestration reads. */
        @WithDefault("orchestration_step_results")
        String queue();

        /** `result`: the whole result with `task_uuid` and `correlation_id`; `reference`: just the three ids, as a Tasker orchestration reads them. */
        @WithDefault("result")
        Form form();
    }

    /** How much of the result the message holds. */
    enum Form {
        RESULT,
        REFERENCE
    }
}
