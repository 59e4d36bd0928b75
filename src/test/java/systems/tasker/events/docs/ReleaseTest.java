package systems.tasker.events.docs;

import java.util.List;

import org.junit.jupiter.api.Test;

import systems.tasker.events.observability.BuildInfo;

import static org.assertj.core.api.Assertions.assertThat;

/** Version, change log and manifests agree, as the page "Releasing" asks for. */
class ReleaseTest {

    private static final String SNAPSHOT = "-SNAPSHOT";

    private final MarkdownPage changes = MarkdownPage.read("CHANGELOG.md");
    private final String version = MarkdownPage.read("pom.xml").first("(?m)^  <version>(.*)</version>$");

    @Test
    void datesEveryReleaseInTheChangeLogNewestFirst() {
        var dates = changes.all("(?m)^## \\d+\\.\\d+\\.\\d+ \\((\\d{4}-\\d\\d-\\d\\d)\\)$");

        assertThat(changes.all("(?m)^## (.*)$").stream()
                        .filter(heading -> !heading.equals("Unreleased"))
                        .toList())
                .hasSameSizeAs(dates)
                .isNotEmpty();
        assertThat(dates).isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    void namesTheReleaseInTheChangeLogAndChangesAfterItAreUnreleased() {
        var releases = releases();

        if (version.endsWith(SNAPSHOT)) {
            assertThat(changes.text()).contains("\n## Unreleased\n");
            assertThat(releases).doesNotContain(version.replace(SNAPSHOT, ""));
        } else {
            assertThat(releases).startsWith(version);
            assertThat(changes.text()).doesNotContain("\n## Unreleased\n");
        }
    }

    @Test
    void deploysTheNewestReleaseToProduction() {
        assertThat(MarkdownPage.read("k8s/overlays/production/kustomization.yaml")
                        .first("newTag: (.*)"))
                .isEqualTo(releases().get(0));
    }

    @Test
    void buildsTheExampleProjectOnTheSameVersion() {
        assertThat(MarkdownPage.read("deploy/example/app/pom.xml")
                        .first("<tasker-domain-events.version>(.*)</tasker-domain-events.version>"))
                .isEqualTo(version);
        assertThat(BuildInfo.current().version()).isEqualTo(version);
    }

    private List<String> releases() {
        return changes.all("(?m)^## (\\d+\\.\\d+\\.\\d+) ");
    }
}
