package systems.tasker.events.simulation;

import java.util.Locale;

/** What differs for a declared event. */
enum ChangeKind {
    /** It would be published and was not: not declared before, or declined, rejected or failed. */
    APPEARS(ChangeClass.ADDED),
    /** It would not be published any longer: not declared, or declined by its publisher. */
    VANISHES(ChangeClass.REMOVED),
    /** Its condition holds now. */
    CONDITION_MET(ChangeClass.ADDED),
    /** Its condition does not hold now. */
    CONDITION_UNMET(ChangeClass.REMOVED),
    /** Its payload would break its schema. */
    REJECTED(ChangeClass.REJECTED),
    /** Its publisher would throw or overrun, or there is no queue for it. */
    FAILS(ChangeClass.REMOVED),
    /** No bean provides the publisher that it names. */
    PUBLISHER_MISSING(ChangeClass.REMOVED),
    /** Its business payload differs. */
    PAYLOAD(ChangeClass.CHANGED),
    /** Its metadata differ: {@code fired_by}, or what its publisher adds. */
    METADATA(ChangeClass.CHANGED),
    /** Its version differs. */
    VERSION(ChangeClass.CHANGED),
    DELIVERY_MODE(ChangeClass.CHANGED),
    /** The queues that it is sent to differ, with the same delivery mode. */
    QUEUES(ChangeClass.CHANGED),
    ORDERING_KEY(ChangeClass.CHANGED);

    private final ChangeClass changeClass;

    ChangeKind(ChangeClass changeClass) {
        this.changeClass = changeClass;
    }

    /** What a caller can reject. */
    ChangeClass changeClass() {
        return changeClass;
    }

    /** The spelling in reports. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
