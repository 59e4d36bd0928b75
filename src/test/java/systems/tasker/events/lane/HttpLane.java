package systems.tasker.events.lane;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests that run inside the application and speak HTTP. */
@Suite
@SelectPackages({"systems.tasker.events.docs", "systems.tasker.events.golden", "systems.tasker.events.http"})
@IncludeTags("io.quarkus.test.junit.QuarkusTest")
@IncludeClassNamePatterns(".*Test")
class HttpLane {}
