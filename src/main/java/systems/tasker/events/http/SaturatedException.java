package systems.tasker.events.http;

/** As much is in flight as may be; nothing was done, and the same call may work later. */
public final class SaturatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message a sentence for the caller
     */
    public SaturatedException(String message) {
        super(message);
    }
}
