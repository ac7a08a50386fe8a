package secondsite.server.configuration.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionsTest {

    private static final List<String> SOME = List.of("0.1.0~20261120120000", "0.1.0~20261130120000", "0.1.0", "0.1.0+1",
            "0.1.1", "0.9", "0.10", "1.0~beta", "1.0~rc1", "1.0", "1.0a", "1.0-1", "1.0-2", "1.0.1", "1.00.2", "10",
            "9",
            "2.0~", "2.0~~", "2.0");

    /** The oracle is Debian's own tool. */
    @Test
    void versionsAreOrderedAsPackagesAre() throws Exception {
        for (String one : SOME) {
            for (String other : SOME) {
                assertThat(Integer.signum(Versions.compare(one, other))).as("%s and %s", one, other)
                        .isEqualTo(debian(one, other));
            }
        }
    }

    private static int debian(String one, String other) throws IOException, InterruptedException {
        if (says(one, "eq", other)) {
            return 0;
        }
        return says(one, "lt", other) ? -1 : 1;
    }

    private static boolean says(String one, String relation, String other) throws IOException, InterruptedException {
        return new ProcessBuilder("dpkg", "--compare-versions", one, relation, other).start().waitFor() == 0;
    }

    @Test
    void anyTwoTextsHaveAnOrder() {
        var random = new Random(7);
        for (int each = 0; each < 20_000; each++) {
            String one = some(random);
            String other = some(random);
            assertThat(Integer.signum(Versions.compare(one, other))).as("%s and %s", one, other)
                    .isEqualTo(-Integer.signum(Versions.compare(other, one)));
        }
    }

    private static String some(Random random) {
        String signs = "0019.~a-+";
        return random.ints(random.nextInt(6), 0, signs.length()).mapToObj(signs::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append).toString();
    }
}
