package secondsite.app.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;

/** What may be typed, and when it is said that something may not. */
class FieldChecksTest {

    private final FieldChecks checks = new FieldChecks(new Texts(Language.ENGLISH));

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "192.168.7.0/24", "172.16.5.8/29"})
    void aSubnetIsANetwork(String typed) {
        assertThat(checks.subnet().apply(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.168.7.0", "192.168.7.0/30", "192.168.7.0/7", "256.1.1.0/24", "192.168.07.0/24",
            "a/24"})
    void anythingElseIsNone(String typed) {
        assertThat(checks.subnet().apply(typed)).isNotEmpty();
    }

    @Test
    void anAddressWithinANetworkIsToldWhichNetworkThatIs() {
        assertThat(checks.subnet().apply("192.168.7.20/24")).contains("192.168.7.0/24");
    }

    @Test
    void aGatewayIsAnAddressThatAMachineCanHaveThere() {
        assertThat(checks.within("192.168.7.1", "192.168.7.0/24")).isEmpty();
        assertThat(checks.within("192.168.8.1", "192.168.7.0/24")).isNotEmpty();
        assertThat(checks.within("192.168.7.0", "192.168.7.0/24")).isNotEmpty();
        assertThat(checks.within("192.168.7.255", "192.168.7.0/24")).isNotEmpty();
        assertThat(checks.within("192.168.7.1", "")).isNotEmpty();
        assertThat(checks.within("", "")).isEmpty();
    }

    @Test
    void aNameThatOthersHaveIsRefusedInWhateverCase() {
        var name = checks.newName(10, List.of("Munich"));
        assertThat(name.apply("munich")).isNotEmpty();
        assertThat(name.apply("Frankfurt am Main")).isNotEmpty();
        assertThat(name.apply("Berlin")).isEmpty();
    }

    @Test
    void aPasswordIsLongAndDoesNotHoldTheName() {
        assertThat(checks.password("short", "eve")).isNotEmpty();
        assertThat(checks.password("long enough for Eve", "eve")).isNotEmpty();
        assertThat(checks.password("long enough for all", "eve")).isEmpty();
    }

    @Test
    void whatIsWrongIsToldOnceSomebodyTypedAndHoldsTheFormFromTheBeginning() {
        var name = new TextEntry("name", "Name", TextEntry.Kind.LINE, "", checks.name(5));
        var form = new Form(List.of(name));
        assertThat(form.valid().get()).isFalse();
        assertThat(name.told().get()).isEmpty();
        name.value().set("too long");
        assertThat(name.told().get()).isNotEmpty();
        name.value().set("short");
        assertThat(name.told().get()).isEmpty();
        assertThat(form.valid().get()).isTrue();
    }

    @Test
    void aFieldThatIsNotShownHoldsNothingUp() {
        var host = new TextEntry("host", "Host", TextEntry.Kind.LINE, "", checks.host());
        var form = new Form(List.of(host));
        host.shown().set(false);
        assertThat(form.valid().get()).isTrue();
    }

    @Test
    void aFieldThatReadsAnotherIsJudgedAgainWithIt() {
        var subnet = new TextEntry("subnet", "", TextEntry.Kind.LINE, "192.168.7.0/24", checks.subnet());
        var gateway = new TextEntry("gateway", "", TextEntry.Kind.LINE, "192.168.7.1",
                typed -> checks.within(typed, subnet.text()));
        gateway.judgedWith(subnet);
        subnet.value().set("192.168.8.0/24");
        assertThat(gateway.fault().get()).isNotEmpty();
    }
}
