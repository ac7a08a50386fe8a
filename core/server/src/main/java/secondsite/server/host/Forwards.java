package secondsite.server.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.CardNetwork.Forward;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** Chooses ports of the host for forwards that leave that open: those that no machine here has, and nobody uses now. */
final class Forwards {

    private final int first;
    private final int last;

    Forwards(int first, int last) {
        this.first = first;
        this.last = last;
    }

    /**
     * The same machine with a port for each forward.
     *
     * @param known  the same machine as it was made already, whose ports are taken over
     * @param others machines of this host
     */
    MachineSpecification chosen(MachineSpecification asked, Optional<MachineSpecification> known,
            List<MachineSpecification> others) throws HypervisorException {
        Set<Integer> taken = new HashSet<>();
        others.forEach(other -> forwards(other).forEach(forward -> taken.add(forward.hostPort())));
        forwards(asked).forEach(forward -> taken.add(forward.hostPort()));
        List<NetworkCard> cards = new ArrayList<>();
        for (int i = 0; i < asked.cards().size(); i++) {
            NetworkCard card = asked.cards().get(i);
            Optional<NetworkCard> before = i < known.map(each -> each.cards().size()).orElse(0)
                    ? Optional.of(known.get().cards().get(i))
                    : Optional.empty();
            cards.add(chosen(card, before, taken));
        }
        return new MachineSpecification(asked.machine(), asked.name(), asked.memoryMebibytes(), asked.processors(),
                asked.boot(), asked.disks(), cards);
    }

    private NetworkCard chosen(NetworkCard card, Optional<NetworkCard> before, Set<Integer> taken)
            throws HypervisorException {
        List<Forward> known = before.map(Forwards::forwards).orElse(List.of());
        CardNetwork network = switch (card.network()) {
            case CardNetwork.Isolated isolated -> new CardNetwork.Isolated(chosen(isolated.forwards(), known, taken));
            case CardNetwork.Translated translated ->
                new CardNetwork.Translated(chosen(translated.forwards(), known, taken));
            case CardNetwork.Shared shared -> shared;
            case CardNetwork.Bridge bridge -> bridge;
        };
        return new NetworkCard(card.mac(), network, card.address(), card.gateway());
    }

    private List<Forward> chosen(List<Forward> asked, List<Forward> known, Set<Integer> taken)
            throws HypervisorException {
        List<Forward> chosen = new ArrayList<>();
        for (Forward forward : asked) {
            Optional<Forward> before = known.stream().filter(each -> each.machinePort() == forward.machinePort())
                    .findFirst();
            chosen.add(forward.hostPort() != 0 ? forward : before.isPresent() ? before.get() : free(forward, taken));
        }
        return chosen;
    }

    private Forward free(Forward forward, Set<Integer> taken) throws HypervisorException {
        for (int port = first; port <= last; port++) {
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return new Forward(port, forward.machinePort());
            }
        }
        throw new HypervisorException(Reason.NO_NETWORK, "all ports from " + first + " to " + last
                + " of this host are taken, and none is left for port " + forward.machinePort()
                + " of the machine: clean up tests, or give it more in masterTarget.machines.ports");
    }

    private static boolean isFree(int port) {
        try (var tried = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return tried.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static Stream<Forward> forwards(MachineSpecification machine) {
        return machine.cards().stream().flatMap(card -> forwards(card).stream());
    }

    private static List<Forward> forwards(NetworkCard card) {
        return switch (card.network()) {
            case CardNetwork.Isolated isolated -> isolated.forwards();
            case CardNetwork.Translated translated -> translated.forwards();
            case CardNetwork.Shared _,CardNetwork.Bridge _ -> List.of();
        };
    }
}
