package systems.tasker.events.cli;

/** The active templates cannot be read; the message says why. */
final class CannotCompareException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotCompareException(String where, String why) {
        super("Cannot compare with " + where + ": " + why);
    }
}
