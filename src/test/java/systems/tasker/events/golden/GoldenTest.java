package systems.tasker.events.golden;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import systems.tasker.events.cli.CheckInProcess;
import systems.tasker.events.fixture.Guarded;

/** The golden cases on the classes; the command line without a process, because nothing is packaged yet. */
@QuarkusTest
@TestProfile(Guarded.class)
class GoldenTest extends GoldenCases {

    @Override
    Program program() {
        return CheckInProcess::run;
    }
}
