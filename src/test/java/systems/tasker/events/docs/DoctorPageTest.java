package systems.tasker.events.docs;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import systems.tasker.events.postgres.doctor.FindingType;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of the doctor lists every type of finding with its severity, in the order of the code. */
class DoctorPageTest {

    private static final MarkdownPage PAGE = MarkdownPage.read("src/site/markdown/doctor.md");

    @Test
    void listsEveryFindingWithItsSeverity() {
        assertThat(PAGE.all("(?m)^(\\| `[a-z_]+` \\| (?:error|warning)) \\| "))
                .containsExactlyElementsOf(Arrays.stream(FindingType.values())
                        .map(type -> "| `%s` | %s"
                                .formatted(type.label(), type.severity().label()))
                        .toList());
    }

    @Test
    void showsFindingsThatExist() {
        assertThat(PAGE.all("(?m)^(?:error|warning) ([a-z_]+) "))
                .isNotEmpty()
                .isSubsetOf(Arrays.stream(FindingType.values())
                        .map(FindingType::label)
                        .toList());
    }
}
