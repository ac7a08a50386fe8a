package secondsite.app.machines;

import java.util.UUID;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings.Card;

/** What a person says of one network card of a machine that is brought up elsewhere. Empty fields are as the mapping gives them. */
final class CardForm {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final String IPV4 = "(" + BYTE + "\\.){3}" + BYTE;
    private static final Pattern WITH_PREFIX = Pattern.compile(IPV4 + "/(3[0-2]|[12]?\\d)");
    private static final Pattern GATEWAY = Pattern.compile(IPV4);

    private final NicFacts nic;
    private final ObjectProperty<UUID> network = new SimpleObjectProperty<>();
    private final StringProperty production = new SimpleStringProperty("");
    private final StringProperty productionGateway = new SimpleStringProperty("");
    private final StringProperty test = new SimpleStringProperty("");
    private final StringProperty testGateway = new SimpleStringProperty("");

    /** @param card as it was said before; null when nothing was */
    CardForm(NicFacts nic, Card card) {
        this.nic = nic;
        if (card != null) {
            network.set(card.network());
            fill(card.production(), production, productionGateway);
            fill(card.test(), test, testGateway);
        }
    }

    private static void fill(CardAddress from, StringProperty address, StringProperty gateway) {
        if (from != null) {
            address.set(from.address());
            gateway.set(from.gateway() == null ? "" : from.gateway());
        }
    }

    NicFacts nic() {
        return nic;
    }

    /** Null for the one whose subnet has the card's address. */
    ObjectProperty<UUID> network() {
        return network;
    }

    StringProperty production() {
        return production;
    }

    StringProperty productionGateway() {
        return productionGateway;
    }

    StringProperty test() {
        return test;
    }

    StringProperty testGateway() {
        return testGateway;
    }

    static boolean isAddress(String text) {
        return text.isBlank() || WITH_PREFIX.matcher(text.strip()).matches();
    }

    static boolean isGateway(String text) {
        return text.isBlank() || GATEWAY.matcher(text.strip()).matches();
    }

    /** Whether the fields can be meant: each by itself, and no gateway without an address. */
    boolean valid() {
        return valid(production.get(), productionGateway.get()) && valid(test.get(), testGateway.get());
    }

    private static boolean valid(String address, String gateway) {
        return isAddress(address) && isGateway(gateway) && (gateway.isBlank() || !address.isBlank());
    }

    Card card() {
        return new Card(nic.mac(), network.get(), address(production, productionGateway), address(test, testGateway));
    }

    private static CardAddress address(StringProperty address, StringProperty gateway) {
        return address.get().isBlank()
                ? null
                : new CardAddress(address.get().strip(), gateway.get().isBlank() ? null : gateway.get().strip());
    }

    /** Whether anything else is said of it than that it is there. */
    boolean said() {
        return network.get() != null || !production.get().isBlank() || !test.get().isBlank();
    }
}
