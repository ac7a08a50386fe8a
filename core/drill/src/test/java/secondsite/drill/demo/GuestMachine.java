package secondsite.drill.demo;

import java.nio.file.Path;
import java.util.UUID;
import secondsite.drill.tools.SourceGuest;

/**
 * A machine that runs: QEMU, a Debian kernel, and a program that keeps account of its writes on the only disk.
 *
 * @param id     by which the configuration server knows it
 * @param image  its disk at home
 * @param source it, as its administrator runs it at home
 */
record GuestMachine(String machine, UUID id, Path image, SourceGuest source) implements ServedDisk {

    static final String DISK = "root";

    /** Name of the agent that has it at the other site. */
    String agentThere() {
        return there(machine);
    }

    static String there(String machine) {
        return machine + "-there";
    }

    @Override
    public String name() {
        return DISK;
    }
}
