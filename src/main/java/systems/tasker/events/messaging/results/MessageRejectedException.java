package systems.tasker.events.messaging.results;

import systems.tasker.events.messaging.connector.PgmqRejection;

/** Says why a message goes to the dead letters; a connector without a place for the reasons shows the message of this. */
final class MessageRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PgmqRejection rejection;

    MessageRejectedException(PgmqRejection rejection) {
        super(rejection.reason() + ": " + String.join("; ", rejection.errors()), null, false, false);
        this.rejection = rejection;
    }

    PgmqRejection rejection() {
        return rejection;
    }
}
