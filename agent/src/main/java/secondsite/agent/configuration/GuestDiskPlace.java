package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A disk of a running QEMU guest, which is known by its monitor or by libvirt.
 *
 * @param qmp     the socket of the guest's monitor; null for a guest of libvirt
 * @param libvirt the guest's name there; null for another one
 * @param connect the libvirt of this machine that has it, as libvirt names it
 * @param disk    as the guest's QEMU calls it (a device, its id, or a node) or as libvirt does (its target)
 * @param sockets folder for the sockets between the guest's QEMU and the agent, of this guest alone; null for one that the agent chooses
 */
public record GuestDiskPlace(Path qmp, String libvirt, String connect, @JsonProperty(required = true) String disk,
        Path sockets) {

    private static final int LONGEST_NAME = 255;
    /** Sockets lead to no other machine. */
    private static final Pattern HERE = Pattern.compile("qemu(\\+unix)?:///(system|session)(\\?socket=[^&#]+)?");

    public GuestDiskPlace {
        if (qmp == null == (libvirt == null)) {
            throw new IllegalArgumentException(
                    "a guest is known either by qmp: the socket of its monitor, or by libvirt: its name there");
        }
        if (libvirt == null && connect != null) {
            throw new IllegalArgumentException("only a guest of libvirt is reached by connect:");
        }
        connect = libvirt != null && connect == null ? "qemu:///system" : connect;
        if (connect != null && !HERE.matcher(connect).matches()) {
            throw new IllegalArgumentException("'" + connect + "' is no libvirt of this machine, like qemu:///system");
        }
        checkName(disk, "disk");
        if (libvirt != null) {
            checkName(libvirt, "guest");
        }
    }

    private static void checkName(String name, String what) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.contains("/../")) {
            throw new IllegalArgumentException("a " + what + " has a name of 1 to " + LONGEST_NAME + " characters");
        }
    }

    GuestDiskPlace in(Path folder) {
        return new GuestDiskPlace(qmp == null ? null : folder.resolve(qmp), libvirt, connect, disk,
                sockets == null ? null : folder.resolve(sockets));
    }

    /** Which guest it is. */
    public String guest() {
        return qmp == null ? libvirt + " at " + connect : qmp.toString();
    }

    @Override
    public String toString() {
        return disk + " of the guest " + guest();
    }
}
