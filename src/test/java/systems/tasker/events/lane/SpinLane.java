package systems.tasker.events.lane;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The models, which run as the last lane in the JVM of the first one that ends. There are none without the profile "tools". */
@Suite(failIfNoTests = false)
@SelectPackages(Lanes.ROOT)
@IncludeClassNamePatterns(Lanes.MODELS)
class SpinLane {}
