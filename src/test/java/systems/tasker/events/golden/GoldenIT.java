package systems.tasker.events.golden;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

import systems.tasker.events.fixture.Guarded;

/** The golden cases on what the build has packaged: {@code mvn verify} on the jar, {@code mvn verify -Dnative} on the binary. */
@QuarkusIntegrationTest
@TestProfile(Guarded.class)
class GoldenIT extends GoldenCases {

    @Override
    Program program() throws Exception {
        return new PackagedProgram();
    }
}
