package systems.tasker.events.publication.store;

/** The database is unavailable or did not answer in time; the call may be retried. */
public sealed class StoreUnavailableException extends RuntimeException permits WeakDurabilityException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
