package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A point of a machine: the marks of one id on its disks.
 *
 * @param id        of the mark; null for a record of one disk that has no other name than its pin
 * @param time      of the first of the marks
 * @param kind      {@code crash-consistent}, {@code app-consistent}, {@code group}, {@code bookmark}, or {@code pin}
 * @param label     of the mark, or of the pin
 * @param sizeSince about how many bytes of the journals of all disks lie between this point and the one before
 * @param complete  whether all disks have it; of a group, all disks of all members
 * @param verified  whether all disks of the machine have it, and the first comparison of each after the point found it equal to its source,
 *                  with no resynchronization between
 * @param pinned    whether it is pinned on all disks that have it
 * @param pinLabel  why it is pinned; null when it is on no disk
 * @param disks     of the machine that have it
 * @param lacking   disks that have it not, or may have it: of other members of the group too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachinePoint(UUID id, Instant time, String kind, String label, long sizeSince, boolean complete,
        boolean verified, boolean pinned, String pinLabel, List<DiskPoint> disks, List<LackingDisk> lacking) {

    /**
     * The mark of one disk.
     *
     * @param sizeSince about how many bytes of the journal lie between this point and the one before
     * @param deletion  the pending deletion that will destroy it; null when there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DiskPoint(UUID disk, long sequence, Instant time, long sizeSince, boolean verified, boolean pinned,
            UUID deletion) {}

    /** A disk that has not the mark, as far as is known. */
    public record LackingDisk(UUID disk, UUID machine, LackReason reason) {}

    /** Why a disk has not the mark. */
    public enum LackReason {
        /** Its master target has none of this id. */
        ABSENT,
        /** Its master target cannot be asked. */
        UNREACHED
    }

    public MachinePoint {
        disks = List.copyOf(disks);
        lacking = List.copyOf(lacking);
    }
}
