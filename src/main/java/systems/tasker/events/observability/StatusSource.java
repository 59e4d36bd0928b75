package systems.tasker.events.observability;

import java.util.List;

/** Knows of something that may not be as it should be; every bean of this type is asked for the status of this instance. */
public interface StatusSource {

    /** What is wrong now; empty when nothing is. Called on an event loop for every request: says what is known, and never waits. */
    List<StatusReason> reasons();
}
