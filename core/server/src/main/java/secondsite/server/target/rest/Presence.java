package secondsite.server.target.rest;

import java.io.IOException;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.keeping.AssignedDisks;
import secondsite.server.web.ProblemException;

/** Lets a replica be made once; after that it is there, or it is gone and a person must know. */
final class Presence implements KeptDisk.Making {

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
