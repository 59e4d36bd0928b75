package systems.tasker.events.schema;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearestKeyTest {

    private static final List<String> KEYS = List.of("condition", "delivery_mode", "if", "required", "type");

    @ParameterizedTest
    @CsvSource({
        "conditon, condition",
        "condtiion, condition",
        "conditions, condition",
        "delivry_mod, delivery_mode",
        "typee, type",
        "tpye, type",
        "owner, ",
        "iff, ",
        "of, ",
        "conditional_on, "
    })
    void findsTheKeyWithTheFewestChangedCharacters(String written, String expected) {
        assertThat(NearestKey.of(written, KEYS).orElse(null)).isEqualTo(expected);
    }
}
