package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;

/**
 * A disk of a running QEMU guest.
 *
 * @param qmp     the socket of the guest's monitor
 * @param disk    as the guest's QEMU calls it: a device, its id, or a node
 * @param sockets folder for the sockets between the guest's QEMU and the agent, of this guest alone; null for one beside the agent's own
 */
public record GuestDiskPlace(Path qmp, @JsonProperty(required = true) String disk, Path sockets) {

    private static final int LONGEST_NAME = 255;

    public GuestDiskPlace {
        if (qmp == null) {
            throw new IllegalArgumentException("a guest is known by qmp: the socket of its monitor");
        }
        if (disk.isBlank() || disk.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a guest's disk has a name of 1 to " + LONGEST_NAME + " characters");
        }
    }

    GuestDiskPlace in(Path folder) {
        return new GuestDiskPlace(folder.resolve(qmp), disk, sockets == null ? null : folder.resolve(sockets));
    }

    @Override
    public String toString() {
        return disk + " of the guest at " + qmp;
    }
}
