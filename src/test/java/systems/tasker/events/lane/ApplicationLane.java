package systems.tasker.events.lane;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The tests that run inside the application, without those of {@link HttpLane}.
 *
 * <p>Each lane is one JVM: an application and its database are shared by the tests of a lane. The lanes run side by side; a test profile that
 * two of them need is built twice.
 */
@Suite
@SelectPackages("systems.tasker.events")
@ExcludePackages({"systems.tasker.events.docs", "systems.tasker.events.golden", "systems.tasker.events.http"})
@IncludeTags("io.quarkus.test.junit.QuarkusTest")
@IncludeClassNamePatterns(".*Test")
class ApplicationLane {}
