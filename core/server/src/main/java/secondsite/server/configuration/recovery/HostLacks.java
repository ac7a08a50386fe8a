package secondsite.server.configuration.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;

/** What a host has not that a machine needs. */
final class HostLacks {

    private static final long LEAST_FREE_BYTES = 256L << 20;

    private HostLacks() {}

    /** For people; none when the machine can be run there. */
    static List<String> of(HostStatus host, MachineSpecification made) {
        return of(host, made, 0);
    }

    /** @param freed bytes of memory that will be free besides, before the machine is started */
    static List<String> of(HostStatus host, MachineSpecification made, long freed) {
        if (host.problem() != null) {
            return List.of(host.problem());
        }
        List<String> lacks = new ArrayList<>();
        if (host.memoryBytes() + freed < (long) made.memoryMebibytes() << 20) {
            lacks.add(((host.memoryBytes() + freed) >> 20) + " MiB of memory are free, the machine needs "
                    + made.memoryMebibytes());
        }
        if (host.freeBytes() < LEAST_FREE_BYTES) {
            lacks.add(host.freeBytes() + " bytes are free for what the machine writes; " + LEAST_FREE_BYTES
                    + " are needed at least");
        }
        made.cards().forEach(card -> bridge(host, card).ifPresent(lacks::add));
        return lacks;
    }

    private static Optional<String> bridge(HostStatus host, NetworkCard card) {
        return card.network() instanceof CardNetwork.Bridge(String name) && !host.bridges().contains(name)
                ? Optional.of("there is no bridge '" + name + "' for the card " + card.mac())
                : Optional.empty();
    }
}
