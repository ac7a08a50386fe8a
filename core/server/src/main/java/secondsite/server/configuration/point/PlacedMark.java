package secondsite.server.configuration.point;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import secondsite.api.point.PointList;

/** A point of a machine while it is put together: what each disk has of it. For one thread. */
final class PlacedMark {

    /** Where it stands in time; no two are the same. */
    record Place(Instant time, UUID id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparing(Place::time).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final UUID id;
    private final Map<KeptDisk, PointList.Point> disks = new LinkedHashMap<>();

    private PlacedMark(UUID id) {
        this.id = id;
    }

    /** Notes what a disk has. A mark that a disk has twice is where it stands first. */
    static void note(Map<UUID, PlacedMark> marks, KeptDisk disk, PointList.Point point) {
        marks.computeIfAbsent(key(disk, point), PlacedMark::new).disks.merge(disk, point,
                (one, other) -> one.sequence() <= other.sequence() ? one : other);
    }

    /** A record that has only a pin is named by its place. */
    private static UUID key(KeptDisk disk, PointList.Point point) {
        return point.id() != null
                ? point.id()
                : UUID.nameUUIDFromBytes((disk.disk() + "/" + point.sequence()).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is a mark, which other disks may have too. */
    boolean marked() {
        return any().id() != null;
    }

    UUID id() {
        return id;
    }

    /** What stands for all of them where they are the same. */
    PointList.Point any() {
        return disks.values().iterator().next();
    }

    Map<KeptDisk, PointList.Point> disks() {
        return disks;
    }

    Place place() {
        return new Place(disks.values().stream().map(PointList.Point::time).min(Comparator.naturalOrder())
                .orElseThrow(), id);
    }
}
