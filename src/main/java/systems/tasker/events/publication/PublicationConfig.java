package systems.tasker.events.publication;

import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.configuration.MemorySize;
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

    /** Maximum size of the messages that one result becomes: its notification, and its durable events with all copies. */
    @WithDefault("32M")
    MemorySize maxMessagesSize();

    /**
     * `full`: an event in a queue holds the whole context and result of its step; `slim`: their ids, and the result only where the payload
     * differs from it.
     */
    @WithDefault("full")
    MessageForm messageForm();

    /** Namespaces, and names or patterns of events, that are slim whatever the form, separated by commas, such as `payments,order.*`. */
    Optional<Set<String>> slimEvents();

    Notification notification();

    FireAndForget fireAndForget();

    /** When a result is answered. */
    enum Mode {
        ATOMIC,
        FIRE_AND_FORGET
    }

    /** How much of its step an event in a queue holds. */
    enum MessageForm {
        FULL,
        SLIM
    }

    /** The queue of the mode `fire-and-forget`. */
    interface FireAndForget {

        /** Results whose events may wait for publication; the events of one more are dropped and counted. */
        @WithDefault("1000")
        int queueSize();

        /** Results whose events are published at the same time. */
        @WithDefault("4")
        int workers();
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
