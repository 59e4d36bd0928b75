package systems.tasker.events.lane;

import java.util.List;

import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Keeps Quarkus out of the discovery of {@link PlainLane}, whose tests are selected by a tag: to read the tags, JUnit loads every class, and
 * for each {@code @QuarkusTest} among them Quarkus would build the application of its profile. The lane would start a minute later.
 */
public final class PlainDiscovery implements LauncherDiscoveryListener {

    /** Quarkus' own switch, a system property, for test runs in which it is not to load classes. */
    private static final String WITHOUT_APPLICATIONS = "prod.mode.tests";

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        // Each lane is a request of its own, unless all tests share one JVM.
        var selected = request.getSelectorsByType(ClassSelector.class).stream()
                .map(ClassSelector::getClassName)
                .toList();
        if (selected.equals(List.of(PlainLane.class.getName()))) {
            System.setProperty(WITHOUT_APPLICATIONS, "true");
            // Quarkus has set its own when the session was opened.
            Thread.currentThread().setContextClassLoader(PlainLane.class.getClassLoader());
        } else {
            System.clearProperty(WITHOUT_APPLICATIONS);
        }
    }
}
