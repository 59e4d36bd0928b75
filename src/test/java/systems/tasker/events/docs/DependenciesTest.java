package systems.tasker.events.docs;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each dependency has its reason in the line above it; the further modules of a set have it above the first. */
class DependenciesTest {

    private static final Pattern DEPENDENCY = Pattern.compile(
            "(?s)(<!--(?:(?!-->).)+-->)?\\s*<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    @Test
    void everyDependencyHasAReasonInThePom() {
        var pom = MarkdownPage.read("pom.xml").text();
        var direct = pom.substring(pom.indexOf("</dependencyManagement>"), pom.indexOf("<build>"));

        var dependencies = DEPENDENCY.matcher(direct).results().toList();

        assertThat(dependencies).hasSizeGreaterThan(30);
        assertThat(dependencies)
                .filteredOn(dependency -> dependency.group(1) == null)
                .extracting(dependency -> dependency.group(3))
                .allMatch(artifact -> artifact.startsWith("kubernetes-model-"));
    }
}
