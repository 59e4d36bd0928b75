package systems.tasker.events.observability.queues;

import jakarta.inject.Inject;

import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestQueues;

/** A queue of its own for each test, and the sampler that looks at it. */
abstract class SampledQueueTest {

    final Database database = Database.ofTests();

    @Inject
    Pool pool;

    @Inject
    QueueSampler sampler;

    TestQueues queues;
    String queue;

    private final String prefix;

    /** @param prefix what the queue's name begins with */
    SampledQueueTest(String prefix) {
        this.prefix = prefix;
    }

    @BeforeEach
    void create() {
        queues = new TestQueues(pool);
        queue = queues.create(prefix);
    }
}
