package systems.tasker.events.publication.store;

/** The database would keep a result less safely than the operator demands, so the result is not accepted; the call may be retried. */
public final class WeakDurabilityException extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    public WeakDurabilityException(String message) {
        super(message, null);
    }
}
