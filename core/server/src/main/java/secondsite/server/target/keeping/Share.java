package secondsite.server.target.keeping;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import secondsite.api.point.Deletion;
import secondsite.server.target.RecoveryPoint;
import secondsite.server.target.Replica;
import secondsite.server.target.SequenceRange;

/** Which part of a disk's past something is: by its named points, or by time, whichever is more. */
final class Share {

    private static final Instant LAST = Instant.MAX.minus(1, ChronoUnit.DAYS);

    private Share() {}

    /** From 0 to 1. */
    static double of(Replica replica, SequenceRange range, Deletion deletion) throws IOException {
        List<RecoveryPoint> points = replica.points(Instant.EPOCH, LAST);
        long within = points.stream().filter(point -> range.contains(point.sequence())).count();
        double ofPoints = points.isEmpty() ? 0 : (double) within / points.size();
        List<SequenceRange> ranges = replica.recoverableRanges();
        double ofTime = part(Duration.between(deletion.from(), deletion.to()),
                Duration.between(replica.timeOf(ranges.getFirst().first()), replica.timeOf(ranges.getLast().last())));
        return Math.clamp(Math.max(ofPoints, ofTime), 0, 1);
    }

    private static double part(Duration some, Duration all) {
        return all.isPositive() ? (double) some.toMillis() / all.toMillis() : 0;
    }
}
