package systems.tasker.events.publisher;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PublisherRegistryTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);

    private static class Named extends BasePublisher {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }
    }

    private static final class Other extends Named {
        Other(String name) {
            super(name);
        }
    }

    @Test
    void listsThePublishersByNameTheDefaultOneIncluded() {
        var registry = PublisherRegistries.inline(new Named("b.C"), new Other("A::B::C"));

        assertThat(registry.names()).containsExactly("A::B::C", "b.C", "default");
        assertThat(registry.all()).extracting(RegisteredPublisher::name).containsExactly("A::B::C", "b.C", "default");
        assertThat(registry.find("b.C"))
                .get()
                .extracting(RegisteredPublisher::className)
                .isEqualTo(Named.class.getName());
        assertThat(registry.find("nobody")).isEmpty();
        assertThat(registry.find("default").orElseThrow().isDefault()).isTrue();
        assertThat(registry.find("b.C").orElseThrow().isDefault()).isFalse();
    }

    @Test
    void rejectsDuplicatePublisherNames() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PublisherRegistries.inline(new Named("twice"), new Other("twice")))
                .withMessageContainingAll("'twice'", Named.class.getName(), Other.class.getName());
    }

    @Test
    void rejectsAPublisherWithTheDefaultName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PublisherRegistries.inline(new Named("default")))
                .withMessageContainingAll("'default'", Named.class.getName());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void rejectsAPublisherWithoutAName(String name) {
        assertThatIllegalStateException()
                .isThrownBy(() -> PublisherRegistries.inline(new Named(name)))
                .withMessage(
                        "Publisher " + Named.class.getName() + " has no name: its name() returns null or a blank text");
    }

    @Test
    void runsNonBlockingPublishersOnTheCallersThreadAndOthersOnTheirOwn() {
        var inline = PublisherRegistries.inline(new Named("mine")).find("mine").orElseThrow();
        var threaded = PublisherRegistries.onOwnThreads(PLENTY, new Named("mine"))
                .find("mine")
                .orElseThrow();

        assertThat(inline.isNonBlocking()).isTrue();
        assertThat(inline.call(Thread::currentThread).await().atMost(PLENTY)).isSameAs(Thread.currentThread());
        assertThat(threaded.isNonBlocking()).isFalse();
        assertThat(threaded.call(Thread::currentThread).await().atMost(PLENTY))
                .extracting(Thread::getName, Thread::isDaemon)
                .containsExactly("publisher-mine", true);
    }

    @Test
    void convertsExceptionsOfInlinePublishersIntoFailures() {
        var inline = PublisherRegistries.inline(new Named("mine")).find("mine").orElseThrow();
        var error = new StackOverflowError();

        var thrown = inline.call(() -> {
                    throw error;
                })
                .onItemOrFailure()
                .transform((item, failure) -> failure)
                .await()
                .atMost(PLENTY);

        assertThat(thrown).isSameAs(error);
    }

    @Test
    void readsThePublisherNameOnce() {
        // Given
        var changing = new Named("A") {
            private int asked;

            @Override
            public String name() {
                return super.name() + asked++;
            }
        };

        // When
        var registry = PublisherRegistries.inline(changing);

        // Then
        assertThat(registry.names()).containsExactly("A0", "default");
        assertThat(registry.find("A0").orElseThrow().name()).isEqualTo("A0");
    }

    @Test
    void rejectsAPublisherWhoseNameThrows() {
        var broken = new Named("A") {
            @Override
            public String name() {
                throw new IllegalStateException("bug");
            }
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> PublisherRegistries.inline(broken))
                .withMessageContaining(broken.getClass().getName());
    }
}
