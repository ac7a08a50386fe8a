package secondsite.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MiddleEllipsisTest {

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(shorten("mail-02", 7)).isEqualTo("mail-02");
    }

    @Test
    void namesThatDifferAtTheirEndStayDifferent() {
        for (int width = 1; width < 30; width++) {
            assertThat(shorten("application-server-production-01", width)).endsWith("n-01").isNotEqualTo(
                    shorten("application-server-production-02", width));
        }
    }

    @Test
    void asMuchIsShownAsFits() {
        for (int width = 6; width < 32; width++) {
            assertThat(shorten("application-server-production-01", width)).hasSize(width);
        }
    }

    @Test
    void shortNamesAreNotMadeLonger() {
        assertThat(shorten("db-01", 2)).isEqualTo("db-01");
    }

    /** Every character is one wide. */
    private static String shorten(String name, int width) {
        return MiddleEllipsis.shorten(name, width, String::length);
    }
}
