package systems.tasker.events.postgres.ledger;

import java.util.List;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;

/** Reports that acknowledged results may be lost, because a setting allows it. */
@Singleton
class LedgerStatus implements StatusSource {

    private final SynchronousCommit synchronousCommit;

    LedgerStatus(LedgerConfig config) {
        this.synchronousCommit = config.synchronousCommit();
    }

    @Override
    public List<StatusReason> reasons() {
        return synchronousCommit == SynchronousCommit.ON
                ? List.of()
                : List.of(StatusReason.degraded("commits_not_durable", sentence(synchronousCommit)));
    }

    static String sentence(SynchronousCommit synchronousCommit) {
        return "Results that were answered with 2xx may be lost in a crash of the database: tasker.ledger.synchronous-commit="
                + synchronousCommit.value();
    }
}
