package systems.tasker.events.observability.queues;

import jakarta.inject.Inject;

import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.TestQueues;

import static systems.tasker.events.fixture.Waits.await;

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

    /** Awaits a sample that begins after this call. */
    final QueueSample takeSample() {
        // The first to end may have begun before; samples are taken one after the other.
        nextSample();
        return nextSample();
    }

    /** Awaits the failure of a sample, while the database does not respond. */
    final void failASample() {
        var before = sampler.fault();
        await().until(() -> {
            sampler.sample().await().indefinitely();
            return sampler.fault().isPresent() && !sampler.fault().equals(before);
        });
    }

    private QueueSample nextSample() {
        var before = sampler.latest();
        await().until(() -> {
            sampler.sample().await().indefinitely();
            return sampler.latest() != before;
        });
        return sampler.latest();
    }
}
