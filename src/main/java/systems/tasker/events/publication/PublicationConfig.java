package systems.tasker.events.publication;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import systems.tasker.events.step.AttemptsConvention;

/** How results are published. */
@ConfigMapping(prefix = "tasker.publication")
interface PublicationConfig {

    /**
     * `atomic`: a result is answered once it is committed with its events; `fire-and-forget`: once it is committed, its events follow or
     * are lost.
     */
    @WithDefault("atomic")
    Mode mode();

    /** Whether `workflow_step.attempts` counts the run that ended (`after-claim`) or not (`before-claim`). */
    @WithDefault("after-claim")
    AttemptsConvention attemptsConvention();

    /**
     * Namespaces, and names or patterns of events, whose messages hold the ids of their step in place of its context, such as
     * `payments,order.*`; `*` for all. The result is in them only where the payload differs from it.
     */
    Optional<Set<String>> slimEvents();

    Notification notification();

    /** When a result is answered. */
    enum Mode {
        ATOMIC,
        FIRE_AND_FORGET
    }

    /** The message to orchestration. */
    interface Notification {

        /** Queue that the orchestration reads. */
        @WithDefault(Journeys.NOTIFICATION_QUEUE)
        String queue();

        /**
         * `result`: the whole result with `task_uuid` and `correlation_id`; `reference`: only the three ids that a Tasker orchestration
         * reads.
         */
        @WithDefault("result")
        Form form();
    }

    /** How much of the result the message holds. */
    enum Form {
        RESULT,
        REFERENCE
    }
}
