package systems.tasker.events.messaging.connector;

import java.util.List;

/**
 * Says that a message can never be handled: with it in the metadata of a negative acknowledgement, the message goes to the dead-letter
 * queue at once, whatever the channel's failure strategy.
 *
 * @param reason a label, such as {@code invalid_input}, that dead letters can be filtered by
 * @param errors what is wrong, in sentences
 */
public record PgmqRejection(String reason, List<String> errors) {

    public PgmqRejection {
        errors = List.copyOf(errors);
    }
}
