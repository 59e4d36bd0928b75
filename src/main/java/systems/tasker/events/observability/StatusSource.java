package systems.tasker.events.observability;

import java.util.List;

/** Contributes reasons to the status of this instance; every bean of this type is asked. */
public interface StatusSource {

    /** The current reasons; empty when all is well. Called on an event loop for every request: must not block. */
    List<StatusReason> reasons();
}
