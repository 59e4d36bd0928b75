package systems.tasker.events.publication;

import java.util.Map;
import java.util.UUID;

/** What became of a {@link ResultCommit}. */
public sealed interface CommitVerdict {

    /** The spelling in meters. */
    String label();

    /**
     * All of it is committed.
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

    /** Nothing was done: a result with this key was accepted before. */
    record AlreadyAccepted(AcceptedResult earlier) implements CommitVerdict {
        @Override
        public String label() {
            return "already_accepted";
        }
    }

    /** Nothing was done: the claim has ended, or the step was claimed again since. */
    record ClaimGone() implements CommitVerdict {
        @Override
        public String label() {
            return "claim_gone";
        }
    }

    /** Nothing was done: the durable events cannot be stored, for their own or their queue's sake. */
    record EventsRefused(String detail) implements CommitVerdict {
        @Override
        public String label() {
            return "events_refused";
        }
    }
}
