package systems.tasker.events.lane;

import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests that need no application. */
@Suite
@SelectPackages("systems.tasker.events")
@ExcludeTags("io.quarkus.test.junit.QuarkusTest")
@IncludeClassNamePatterns(".*Test")
class PlainLane {}
