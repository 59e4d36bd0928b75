package systems.tasker.events.cli;

/** That the templates in force are not to be had; its message says why. */
final class CannotCompareException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotCompareException(String where, String why) {
        super("Cannot compare with " + where + ": " + why);
    }
}
