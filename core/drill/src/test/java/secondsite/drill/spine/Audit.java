package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import secondsite.drill.oracle.Broken;
import secondsite.drill.oracle.Image;
import secondsite.drill.world.Run;
import secondsite.drill.world.Trace;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.NotRecoverableException;
import secondsite.server.target.RecoveryPoint;
import secondsite.server.target.Replica;
import secondsite.server.target.SequenceRange;
import secondsite.server.target.past.PastDisk;

/** Holds what a replica gives against what its disk was. */
final class Audit {

    private final GuestDisk disk;
    private final Replica replica;
    private final RandomGenerator random;
    private final Trace trace;

    Audit(GuestDisk disk, Replica replica, RandomGenerator random, Trace trace) {
        this.disk = disk;
        this.replica = replica;
        this.random = random;
        this.trace = trace;
    }

    /** Opens some recoverable points. */
    void points(int count) throws IOException {
        List<SequenceRange> ranges = replica.recoverableRanges();
        for (int i = 0; i < count && !ranges.isEmpty(); i++) {
            point(some(ranges));
        }
    }

    /** Opens the points at which something changed for the log, as far as they are recoverable. */
    void turns() throws IOException {
        List<SequenceRange> ranges = replica.recoverableRanges();
        for (long turn : disk.turns()) {
            if (ranges.stream().anyMatch(range -> range.contains(turn))) {
                point(turn);
            }
        }
    }

    private long some(List<SequenceRange> ranges) {
        long turn = disk.turns().get(random.nextInt(disk.turns().size()));
        if (random.nextBoolean() && ranges.stream().anyMatch(range -> range.contains(turn))) {
            return turn;
        }
        SequenceRange range = ranges.get(random.nextInt(ranges.size()));
        return switch (random.nextInt(4)) {
            case 0 -> range.first();
            case 1 -> range.last();
            default -> random.nextLong(range.first(), range.last() + 1);
        };
    }

    /** One point is the disk as it was. */
    byte[] point(long sequence) throws IOException {
        Image was = disk.model().imageAt(sequence);
        try (PastDisk past = open(sequence)) {
            return judge(past, was);
        }
    }

    /** A point that is open stays what it was, whatever is given up meanwhile. */
    void open(Run run, long nanos) throws IOException, InterruptedException {
        List<SequenceRange> ranges = replica.recoverableRanges();
        if (!ranges.isEmpty()) {
            long sequence = some(ranges);
            Image was = disk.model().imageAt(sequence);
            try (PastDisk past = open(sequence)) {
                run.sleep(nanos);
                if (!replica.failed()) {
                    judge(past, was);
                }
            }
        }
    }

    /** A point that is named recoverable can be opened; that a device fails at that moment is no broken promise. */
    private PastDisk open(long sequence) throws IOException {
        try {
            return replica.past(sequence);
        } catch (NotRecoverableException | DamagedException | RuntimeException e) {
            throw new Broken(disk.name() + " is said to be recoverable at " + sequence + ", but: " + e);
        }
    }

    private byte[] judge(PastDisk past, Image was) throws IOException {
        byte[] found = read(past);
        int sector = was.firstDifference(found);
        trace.add("audit", "{} at {}: {}", disk.name(), past.sequence(), sector < 0 ? "well" : "sector " + sector);
        if (sector >= 0) {
            throw new Broken(disk.name() + " at " + past.sequence() + " is not what it was: sector " + sector
                    + "; recoverable: " + replica.recoverableRanges());
        }
        return found;
    }

    private byte[] read(PastDisk past) throws IOException {
        try {
            byte[] found = disk.places().read(past);
            checkSea(past);
            return found;
        } catch (DamagedException | RuntimeException e) {
            throw new Broken(disk.name() + " is open at " + past.sequence() + ", but: " + e);
        }
    }

    /** Between the islands nothing was ever written. */
    private void checkSea(PastDisk past) throws IOException {
        if (disk.places().islands() > 1) {
            var some = ByteBuffer.allocate(4096);
            past.read(some, random.nextLong(disk.places().islandBytes(), (8L << 20)));
            for (byte one : some.array()) {
                if (one != 0) {
                    throw new Broken(disk.name() + " has something where nothing was written");
                }
            }
        }
    }

    /** The marks that can be recovered, and their sequences. */
    Map<UUID, Long> marks() throws IOException {
        return replica.points(Instant.MIN.plusSeconds(1), Instant.MAX).stream()
                .collect(Collectors.toMap(RecoveryPoint::id, RecoveryPoint::sequence));
    }
}
