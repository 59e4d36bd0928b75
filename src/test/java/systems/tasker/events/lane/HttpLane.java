package systems.tasker.events.lane;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests that run inside the application and speak HTTP. */
@Suite
@SelectPackages(Lanes.ROOT)
@IncludeTags(Lanes.QUARKUS_TEST)
@IncludeClassNamePatterns(Lanes.HTTP)
class HttpLane {}
