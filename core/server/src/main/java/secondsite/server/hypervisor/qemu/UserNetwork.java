package secondsite.server.hypervisor.qemu;

import java.util.List;
import java.util.stream.IntStream;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.NetworkCard;

/**
 * The network that QEMU itself plays for a card: with the card's address, so that a machine finds the one that it has at home, and with a
 * gateway and a name server at other addresses there. The words of {@code -netdev user}.
 */
final class UserNetwork {

    private static final String MACHINE = "10.0.2.15";
    private static final int NEEDED = 3;

    private UserNetwork() {}

    static String words(NetworkCard card, List<CardNetwork.Forward> forwards) {
        var words = new StringBuilder();
        if (card.address() != null) {
            words.append(network(card));
        }
        String machine = machine(card);
        for (CardNetwork.Forward forward : forwards) {
            words.append(",hostfwd=tcp:127.0.0.1:").append(forward.hostPort()).append('-').append(machine).append(':')
                    .append(forward.machinePort());
        }
        return words.toString();
    }

    private static String machine(NetworkCard card) {
        return card.address() == null ? MACHINE : card.address().substring(0, card.address().indexOf('/'));
    }

    private static String network(NetworkCard card) {
        int prefix = Integer.parseInt(card.address().substring(card.address().indexOf('/') + 1));
        int machine = number(machine(card));
        int first = machine & -1 << (Integer.SIZE - prefix);
        int gateway = card.gateway() == null ? free(first, machine, machine) : number(card.gateway());
        return ",net=" + text(first) + "/" + prefix + ",host=" + text(gateway) + ",dns="
                + text(free(first, machine, gateway)) + ",dhcpstart=" + text(machine);
    }

    private static int free(int network, int one, int other) {
        return IntStream.rangeClosed(network + 1, network + NEEDED).filter(each -> each != one && each != other)
                .findFirst().orElseThrow();
    }

    private static int number(String address) {
        int number = 0;
        for (String part : address.split("\\.")) {
            number = number << Byte.SIZE | Integer.parseInt(part);
        }
        return number;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
