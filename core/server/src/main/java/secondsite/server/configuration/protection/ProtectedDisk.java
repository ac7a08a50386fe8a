package secondsite.server.configuration.protection;

import java.util.UUID;

/**
 * A disk of a protected machine.
 *
 * @param size  in bytes
 * @param epoch in which it is written; higher than in any protection of it before
 */
public record ProtectedDisk(UUID disk, String name, long size, int epoch, Stage stage) {

    /** How far its protection is. */
    public enum Stage {
        /** Captured, and not copied yet: another disk of the machine comes first. */
        WAITING,
        /** Its initial replication may run. */
        COPYING, COPIED,
        /** Its agent is to let it go; what the process server still has goes to the target. */
        LEAVING,
        /** The master target is to receive no more of it. */
        LEFT
    }

    boolean captured() {
        return stage == Stage.WAITING || stage == Stage.COPYING || stage == Stage.COPIED;
    }

    boolean received() {
        return stage != Stage.LEFT;
    }

    ProtectedDisk writtenIn(int other) {
        return new ProtectedDisk(disk, name, size, other, stage);
    }

    ProtectedDisk of(long bytes) {
        return new ProtectedDisk(disk, name, bytes, epoch, stage);
    }

    ProtectedDisk in(Stage other) {
        return new ProtectedDisk(disk, name, size, epoch, other);
    }
}
