package secondsite.app.infrastructure.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import secondsite.api.installation.TargetMachine;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;
import secondsite.app.infrastructure.agents.TargetLine.Kind;

/** What is made of machines that somebody pastes. */
class TargetTextTest {

    private static final String KEY = "SHA256:" + "a".repeat(43);

    private final TargetText reading = new TargetText(new Texts(Language.ENGLISH),
            machine -> machine.address().equals("10.0.0.9") ? "db-01" : "");

    private List<TargetMachine> machines(String text) {
        return reading.read(text).stream().map(TargetLine::machine).toList();
    }

    @Test
    void namesAddressesAndRangesStandOnLinesOrBetweenCommas() {
        assertThat(machines("web-01.example.net\n10.0.0.5-7, fe80::1;db:2222\r\n\n# not this one\n[fe80::2]:23"))
                .containsExactly(new TargetMachine("web-01.example.net", null, null, null),
                        new TargetMachine("10.0.0.5", null, null, null),
                        new TargetMachine("10.0.0.6", null, null, null),
                        new TargetMachine("10.0.0.7", null, null, null), new TargetMachine("fe80::1", null, null, null),
                        new TargetMachine("db", 2222, null, null), new TargetMachine("fe80::2", 23, null, null));
    }

    @Test
    void aNameAndAFingerprintMayFollow() {
        assertThat(machines("10.0.0.5 db-01 " + KEY + "\nweb " + KEY + "\nerp erp-01")).containsExactly(
                new TargetMachine("10.0.0.5", null, "db-01", KEY), new TargetMachine("web", null, null, KEY),
                new TargetMachine("erp", null, "erp-01", null));
    }

    @Test
    void whatIsNoMachineIsSaid() {
        for (String wrong : List.of("we b c d", "10.0.0.300", "10.0.0.9-5", "10.0.0.5-300", "web:0", "web:99999",
                "-web",
                "web db_! ", "web x SHA256:short", "10.0.0.5-7 name", "300.0.0.5-7", "a/b")) {
            List<TargetLine> read = reading.read(wrong);
            assertThat(read).as(wrong).singleElement().satisfies(line -> {
                assertThat(line.kind()).isEqualTo(Kind.WRONG);
                assertThat(line.machine()).isNull();
                assertThat(line.remark()).isNotEmpty();
            });
        }
    }

    @Test
    void whatStandsThereTwiceOrIsKnownIsShownAsThat() {
        assertThat(reading.read("web\nWEB:22\nweb:23\n10.0.0.8-9, 10.0.0.9")).extracting(TargetLine::kind)
                .containsExactly(Kind.TAKEN, Kind.TWICE, Kind.TAKEN, Kind.TAKEN, Kind.KNOWN, Kind.TWICE);
        assertThat(reading.read("10.0.0.9").getFirst().remark()).isEqualTo("Has an agent already: db-01");
    }
}
