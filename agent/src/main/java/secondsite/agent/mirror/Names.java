package secondsite.agent.mirror;

import java.util.UUID;

/** What is ours in a guest's QEMU is known by its name, also when the agent that made it is gone. */
record Names(UUID disk) {

    private static final String OURS = "secondsite-";

    /** QEMU lets a node's name have 31 bytes. */
    private String begin() {
        return OURS + "%016x".formatted(disk.getMostSignificantBits());
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

    /** The bitmap of what was written since some moment, which has this name here. */
    String cover(UUID moment) {
        return begin() + "-since-" + moment;
    }

    boolean isOurs(String bitmap) {
        return bitmap.startsWith(begin() + "-");
    }

    /** The copy of such a bitmap that is read, and the export by which that is done. */
    String copy() {
        return begin() + "-copy";
    }
}
