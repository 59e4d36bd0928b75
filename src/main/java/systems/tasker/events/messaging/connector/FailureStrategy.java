package systems.tasker.events.messaging.connector;

/** What becomes of a message that is not acknowledged. */
enum FailureStrategy {
    /** It is shown again after a pause and, after the last attempt, moved to the dead-letter queue. */
    RETRY,
    /** It is moved to the dead-letter queue. */
    DEAD_LETTER_QUEUE,
    /** It is shown again, and the channel stops. */
    FAIL,
    /** It is settled like one that was acknowledged. */
    IGNORE
}
