package systems.tasker.events.lane;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests that need no application, without those of {@link SpinLane}. */
@Suite
@SelectPackages(Lanes.ROOT)
@ExcludeTags(Lanes.QUARKUS_TEST)
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(Lanes.MODELS)
class PlainLane {}
