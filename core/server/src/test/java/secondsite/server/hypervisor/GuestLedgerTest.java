package secondsite.server.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The judge is judged: with records that a guest wrote. */
class GuestLedgerTest {

    private static final String FIRST = "0000000001 00000006.15 bf158273435d8d5f86e2d3d0d5ad40d8bb145625";
    private static final String SECOND = "0000000002 00000007.00 b28b7163512dbfd2e37a0c103b5b82d74e81fbfd";
    private static final String THIRD = "0000000003 00000007.50 fcffc32934ecf87dc12063f3b7da9549910bc798";

    private static GuestLedger of(String... records) {
        var all = new ByteArrayOutputStream();
        for (String record : records) {
            all.writeBytes((record + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return GuestLedger.of(all.toByteArray());
    }

    @Test
    void whatAGuestWroteIsWhole() {
        assertThat(of(FIRST, SECOND, THIRD)).isEqualTo(new GuestLedger(3, ""));
        assertThat(of()).isEqualTo(new GuestLedger(0, ""));
    }

    @Test
    void whatIsMissingChangedOrTornIsFound() {
        assertThat(of(FIRST, THIRD).fault()).contains("behind record 1 is record 0000000003");
        assertThat(of(SECOND).fault()).contains("behind record 0 is record 0000000002");
        assertThat(of(FIRST, SECOND.replace('.', '1'))).satisfies(ledger -> {
            assertThat(ledger.last()).isEqualTo(1);
            assertThat(ledger.fault()).contains("is no record but");
        });
        assertThat(of(FIRST, SECOND.substring(0, SECOND.length() - 1) + (SECOND.endsWith("0") ? "1" : "0")).fault())
                .contains("record 2 is not what was written");
        assertThat(of(FIRST, SECOND, THIRD.substring(0, 30)).fault()).contains("behind record 2 is no record");
        assertThat(of(FIRST, FIRST).fault()).contains("behind record 1 is record 0000000001");
    }

    @Test
    void whatAGuestToldIsTheHighestNumberThatStandsWhole() {
        assertThat(GuestLedger.told("secondsite-guest: up\r\nsecondsite-guest: ledger begins after 7\r\n")).isZero();
        assertThat(GuestLedger.told("secondsite-guest: ledger 8\r\nsecondsite-guest: ledger 9\r\n")).isEqualTo(9);
    }
}
