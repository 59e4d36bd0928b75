package systems.tasker.events.publication.store;

import java.util.Map;
import java.util.UUID;

import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;

/** The result of a {@link ResultCommit}. */
public sealed interface CommitVerdict {

    /** The spelling in meters. */
    String label();

    /**
     * Everything is committed.
     *
     * @param notificationMsgId the notification's message id
     * @param eventMsgIds the durable events' message ids in their namespace's queue or its dead letters, by event id
     */
    record Committed(long notificationMsgId, Map<UUID, Long> eventMsgIds) implements CommitVerdict {
        @Override
        public String label() {
            return "committed";
        }
    }

    /** Rolled back: a result with this key was accepted before. */
    record AlreadyAccepted(AcceptedResult earlier) implements CommitVerdict {
        @Override
        public String label() {
            return "already_accepted";
        }
    }

    /** Rolled back: the claim has ended, the step was claimed again since, or an unclaimed one was claimed or answered. */
    record ClaimGone() implements CommitVerdict {
        @Override
        public String label() {
            return "claim_gone";
        }
    }

    /** Rolled back: the database does not store a durable event, because of its content or because its queue is missing. */
    record EventsRefused(String detail) implements CommitVerdict {
        @Override
        public String label() {
            return "events_refused";
        }
    }
}
