package secondsite.server.target.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.settings.MasterTargetSettings.Kept;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Which disks are kept here, and who may do what with them. */
final class KeptDisks {

    private static final int FIRST_SEQUENCE = 1;
    private static final int FIRST_EPOCH = 1;

    private final Map<UUID, String> senders = new HashMap<>();
    private final Map<UUID, KeptDisk> disks = new HashMap<>();

    KeptDisks(List<Kept> configured, ReplicaStore store, long reserveBytes, MonotonicTime time) {
        for (Kept kept : configured) {
            senders.put(kept.id(), kept.processServer());
            disks.put(kept.id(),
                    new KeptDisk(store, new Replica.NewReplica(kept.id(), kept.size().bytes(), kept.machine(),
                            kept.name(), FIRST_SEQUENCE, FIRST_EPOCH), reserveBytes, time));
        }
    }

    /** The disk of the request's path, which only its own process server may send. */
    KeptDisk received(Exchange exchange) {
        UUID disk = exchange.uuid("disk");
        if (!disks.containsKey(disk)) {
            throw new ProblemException(ProblemCode.UNKNOWN_DISK,
                    "disk " + disk + " is not kept here; add it to the master target's disks");
        }
        if (!exchange.peer().equals(new Peer(Peer.Kind.PROCESS_SERVER, senders.get(disk)))) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not send disk " + disk);
        }
        return disks.get(disk);
    }

    /** @throws ProblemException when it is no administrator who asks */
    static void administrator(Exchange exchange) {
        if (exchange.peer().kind() != Peer.Kind.ADMINISTRATOR) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
        }
    }
}
