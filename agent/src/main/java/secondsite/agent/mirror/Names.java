package secondsite.agent.mirror;

import java.util.UUID;

/** What is ours in a guest's QEMU is known by its name, also when the agent that made it is gone. */
record Names(UUID disk) {

    private static final String OURS = "secondsite-";

    /** QEMU lets a node's name have 31 bytes. */
    private String begin() {
        return OURS + "%016x".formatted(disk.getMostSignificantBits());
    }

    static boolean areOurs(String name) {
        return name.startsWith(OURS);
    }

    String job() {
        return begin();
    }

    /** The node that leads to our sink. */
    String sink() {
        return begin() + "-out";
    }

    /** The export by which the disk is read. */
    String export() {
        return begin() + "-in";
    }
}
