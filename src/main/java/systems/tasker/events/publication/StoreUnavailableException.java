package systems.tasker.events.publication;

/** The database cannot be reached, or not in time; the same call may work later. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
