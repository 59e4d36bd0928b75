package systems.tasker.events.http;

/** The database did not find in time what was asked for; the same call is likely to fail again. */
public final class StoreTooSlowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message a sentence for the caller
     */
    public StoreTooSlowException(String message, Throwable cause) {
        super(message, cause);
    }
}
