package systems.tasker.events.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class EventMetadataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"task_uuid", "step_uuid", "step_name", "namespace", "correlation_id", "fired_at", "fired_by"})
    void ignoresAdditionalMetadataWithReservedNames(String reserved) {
        // Given
        var additional = SampleStep.json("{}").put("mine", 1).put(reserved, "forged");

        // When
        var metadata = SampleStep.metadata(additional);

        // Then
        assertThat(EventMetadata.isReserved(reserved)).isTrue();
        assertThat(metadata.additional()).isEqualTo(SampleStep.json("{}").put("mine", 1));
        assertThat(additional.has(reserved))
                .as("the publisher's own tree is left alone")
                .isTrue();
    }

    @Test
    void keepsAdditionalFieldsInTheirOrder() {
        var additional =
                SampleStep.json("{\"zeta\": 1, \"alpha\": {\"task_uuid\": \"nested is fine\"}, \"event_id\": 2}");

        assertThat(SampleStep.metadata(additional).additional()).isSameAs(additional);
    }
}
