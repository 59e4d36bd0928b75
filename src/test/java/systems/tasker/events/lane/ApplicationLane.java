package systems.tasker.events.lane;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The tests that run inside the application, without those of {@link HttpLane}.
 *
 * <p>Each lane is one JVM: an application and its database are shared by the tests of a lane. The lanes run side by side, and a test profile
 * that two of them need is built twice.
 */
@Suite
@SelectPackages(Lanes.ROOT)
@IncludeTags(Lanes.QUARKUS_TEST)
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(Lanes.HTTP)
class ApplicationLane {}
