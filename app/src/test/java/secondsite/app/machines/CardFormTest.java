package secondsite.app.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings.Card;

/** The fields of a network card. */
class CardFormTest {

    private static final NicFacts NIC = new NicFacts("eth0", "52:54:00:12:34:56", List.of("10.1.0.7"));

    @Test
    void whatWasSaidStandsInTheFieldsAndIsSaidAgain() {
        var card = new Card(NIC.mac(), new UUID(1, 1), new CardAddress("10.2.0.7/16", "10.2.0.1"),
                new CardAddress("10.9.0.7/16", null));
        var form = new CardForm(NIC, card);
        assertThat(form.valid()).isTrue();
        assertThat(form.card()).isEqualTo(card);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.7", "10.1.0.256/16", "10.1.0.7/33", "10.1.0/16", "x"})
    void anAddressHasFourBytesAndAPrefix(String typed) {
        var form = new CardForm(NIC, null);
        form.production().set(typed);
        assertThat(form.valid()).isFalse();
    }

    @Test
    void aGatewayNeedsAnAddress() {
        var form = new CardForm(NIC, null);
        form.testGateway().set("10.1.0.1");
        assertThat(form.valid()).isFalse();
        form.test().set(" 10.1.0.7/24 ");
        assertThat(form.valid()).isTrue();
        assertThat(form.card().test()).isEqualTo(new CardAddress("10.1.0.7/24", "10.1.0.1"));
    }
}
