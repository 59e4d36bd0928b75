package systems.tasker.events.test;

import java.util.ArrayList;
import java.util.List;

import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;

/** Writes down how the events of one result ended. */
final class OutcomeRecorder implements PublicationListener {

    private final List<PublicationOutcome> outcomes = new ArrayList<>();

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        outcomes.add(outcome);
    }

    List<PublicationOutcome> outcomes() {
        return outcomes;
    }
}
