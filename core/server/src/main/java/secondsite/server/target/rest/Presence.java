package secondsite.server.target.rest;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.server.target.CopyState;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.keeping.AssignedDisks;
import secondsite.server.web.ProblemException;

/**
 * Lets a replica be made once; after that it is there, or it is gone and a person must know. While it is filled from a seed, nobody may use
 * it.
 */
final class Presence implements KeptDisk.Making {

    private static final int RETRY_SECONDS = 5;

    private final ReplicaStore store;
    private final AssignedDisks assigned;

    Presence(ReplicaStore store, AssignedDisks assigned) {
        this.store = store;
        this.assigned = assigned;
    }

    static String gone(ReplicaStore store, UUID disk) {
        return "REPLICA_GONE: the folder " + disk + " vanished from " + store.place()
                + "; put it back and restart this master target, or end the disk's protection and begin it anew";
    }

    @Override
    public void checkUsable(UUID disk) throws IOException {
        if (assigned.isSeeding(disk)) {
            Optional<Replica> replica = store.find(disk);
            String far = "";
            if (replica.isPresent()) {
                CopyState state = replica.get().copyState();
                far = ", " + state.copied().cardinality() + " of " + state.chunks() + " chunks so far";
            }
            throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE, "the replica of disk " + disk
                    + " is being filled from what this master target's computer has of it" + far + "; come again")
                    .retryAfter(RETRY_SECONDS));
        }
    }

    @Override
    public void check(UUID disk) throws IOException {
        if (assigned.wasMade(disk) && !store.disks().contains(disk)) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, gone(store, disk));
        }
    }

    @Override
    public void made(UUID disk) throws IOException {
        assigned.made(disk);
    }
}
