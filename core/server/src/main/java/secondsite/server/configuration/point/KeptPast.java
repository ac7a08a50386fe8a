package secondsite.server.configuration.point;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the past of a machine is kept.
 *
 * @param disks   of the machine
 * @param unknown disks of which it is not known whether anything is kept, and why
 * @param others  disks of the other members of its replication group that take part in it
 */
record KeptPast(List<KeptDisk> disks, Map<KeptDisk, String> unknown, List<KeptDisk> others) {

    /** Those of the machine, whether anything is known of them or not. */
    List<KeptDisk> all() {
        return Stream.concat(disks.stream(), unknown.keySet().stream()).toList();
    }
}
