package secondsite.api.host;

import java.util.UUID;
import secondsite.api.transfer.Transfer;

/** Paths of what a master target answers that is a host of machines. */
public final class Hosting {

    public static final String HOST = "/v1/host";
    public static final String MACHINES = HOST + "/machines";

    private Hosting() {}

    public static String machine(UUID machine) {
        return MACHINES + "/" + machine;
    }

    /** @param order {@code start}, {@code power-down}, {@code force-off}, {@code pause}, {@code resume} or {@code reset} */
    public static String order(UUID machine, String order) {
        return machine(machine) + "/" + order;
    }

    public static String disk(UUID machine, String disk) {
        return machine(machine) + "/disks/" + disk;
    }

    public static String keptExports(UUID disk) {
        return Transfer.DISKS + "/" + disk + "/kept-exports";
    }

    public static String keptExport(UUID disk, UUID export) {
        return keptExports(disk) + "/" + export;
    }
}
