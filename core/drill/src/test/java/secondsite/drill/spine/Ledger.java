package secondsite.drill.spine;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import secondsite.drill.oracle.Broken;
import secondsite.engine.ship.Position;

/** What was promised about each disk, and by whom: kept apart from those who promised it. */
final class Ledger {

    private final Map<UUID, GuestDisk> disks = new LinkedHashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private final Map<UUID, Long> reached = new HashMap<>();

    void add(GuestDisk disk) {
        disks.put(disk.id(), disk);
    }

    GuestDisk disk(UUID id) {
        return disks.get(id);
    }

    Collection<GuestDisk> disks() {
        return disks.values();
    }

    /** A receiver tells how far it is; it may never tell less again, nor more than its sender had made durable. */
    void tells(String who, UUID disk, Position position) {
        String key = who + disk;
        long before = told.getOrDefault(key, 0L);
        if (position.gatewaySequence() < before) {
            throw new Broken(who + " told of record " + before + " of " + disks.get(disk).name() + ", now of "
                    + position.gatewaySequence());
        }
        if (position.targetSequence() > reached.getOrDefault(disk, 0L)) {
            throw new Broken(who + " says that the target has record " + position.targetSequence() + " of "
                    + disks.get(disk).name() + ", which has " + reached.getOrDefault(disk, 0L));
        }
        disks.get(disk).shipped(who, position.gatewaySequence());
        told.put(key, position.gatewaySequence());
    }

    /** The target has made a disk's records durable this far. */
    void reaches(UUID disk, long sequence) {
        reached.merge(disk, sequence, Math::max);
    }

    /** How far this receiver told that it is. */
    long told(String who, UUID disk) {
        return told.getOrDefault(who + disk, 0L);
    }

    /** From now on this receiver may know less. */
    void forget(String who, UUID disk) {
        told.remove(who + disk);
    }
}
