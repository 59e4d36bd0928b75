package systems.tasker.events.subscriber;

/** Which event is lost when a subscriber's queue is full. */
public enum Overflow {

    /** The one that comes: the queue keeps what it has, as for work that should be done from its beginning. */
    DROP_NEWEST,

    /** The one that has waited longest: the queue keeps what is new, as for a page that shows the present. */
    DROP_OLDEST
}
