package systems.tasker.events.publication;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How orchestration is told. */
@ConfigMapping(prefix = "tasker.publication")
interface PublicationConfig {

    Notification notification();

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
