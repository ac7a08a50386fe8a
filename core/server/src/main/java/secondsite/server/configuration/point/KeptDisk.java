package secondsite.server.configuration.point;

import java.util.UUID;
import secondsite.api.point.UnreachedDisk;

/** A protected disk. @param masterTarget name of the one that keeps it */
record KeptDisk(UUID machine, UUID disk, String name, String masterTarget) {

    UnreachedDisk unreached(String problem) {
        return new UnreachedDisk(disk, machine, name, masterTarget, problem);
    }
}
