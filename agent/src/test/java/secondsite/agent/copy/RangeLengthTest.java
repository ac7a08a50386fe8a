package secondsite.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeLengthTest {

    private static final long SECOND = 1_000_000_000L;

    private final RangeLength length = new RangeLength();

    @Test
    void growsWhileAnswersArePromptUpToALimit() {
        assertThat(length.bytes()).isEqualTo(16 << 20);
        length.answered(SECOND / 2);
        assertThat(length.bytes()).isEqualTo(32 << 20);
        for (int i = 0; i < 10; i++) {
            length.answered(SECOND / 2);
        }
        assertThat(length.bytes()).isEqualTo(256 << 20);
    }

    @Test
    void shrinksWhereAnswersTakeLongAndBeginsAnewWhereThereIsNone() {
        for (int i = 0; i < 4; i++) {
            length.answered(0);
        }
        length.answered(2 * SECOND);
        assertThat(length.bytes()).as("neither prompt nor slow").isEqualTo(256 << 20);
        length.answered(5 * SECOND);
        assertThat(length.bytes()).isEqualTo(128 << 20);
        length.unanswered();
        assertThat(length.bytes()).isEqualTo(16 << 20);
        length.answered(20 * SECOND);
        assertThat(length.bytes()).as("never shorter").isEqualTo(16 << 20);
    }
}
