package secondsite.server.process;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.server.settings.ProcessServerSettings.Pair;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Which disks come through here, and who may do what with them. */
final class Pairs {

    private final Map<UUID, Pair> byDisk;

    Pairs(List<Pair> pairs) {
        byDisk = pairs.stream().collect(Collectors.toUnmodifiableMap(Pair::id, Function.identity()));
    }

    /** The disk of the request's path, which only its own agent may send. */
    UUID disk(Exchange exchange) {
        UUID disk = exchange.uuid("disk");
        Pair pair = byDisk.get(disk);
        if (pair == null) {
            throw new ProblemException(ProblemCode.UNKNOWN_DISK,
                    "no pair is configured for disk " + disk + "; add it to the process server's disks");
        }
        if (!exchange.peer().equals(new Peer(Peer.Kind.AGENT, pair.agent()))) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not send disk " + disk);
        }
        return disk;
    }

    /** @throws ProblemException when it is no administrator who asks */
    static void administrator(Exchange exchange) {
        if (exchange.peer().kind() != Peer.Kind.ADMINISTRATOR) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
        }
    }
}
