package secondsite.server.target.keeping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.point.Deletion;
import secondsite.server.target.keeping.DeletionFile.Content;
import secondsite.server.target.keeping.DeletionFile.Entry;
import secondsite.server.web.ProblemException;

/** How much may be asked for. */
final class DeletionLimits {

    /** Whoever asks for more than this part of a disk within a day needs a second person. */
    private static final double ALONE_AT_MOST = 0.2;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MAX_PENDING = 5000;
    private static final int MAX_PENDING_OF_DISK = 200;

    private DeletionLimits() {}

    static void refuseTooMany(UUID disk, Content content) {
        List<Deletion> pending = content.deletions().values().stream().map(Entry::deletion).filter(Deletion::pending)
                .toList();
        long ofDisk = pending.stream().filter(deletion -> deletion.disk().equals(disk)).count();
        if (pending.size() >= MAX_PENDING || ofDisk >= MAX_PENDING_OF_DISK) {
            throw Deletions.refused("too many deletions are pending: " + MAX_PENDING_OF_DISK
                    + " of a disk and " + MAX_PENDING + " in all are possible");
        }
    }

    /** More than a fifth of a disk within a day needs two. */
    static void refuseAlone(Entry entry, Content content, Instant now) {
        double share = entry.share() + content.deletions().values().stream()
                .filter(other -> other.deletion().disk().equals(entry.deletion().disk())
                        && other.deletion().requested().isAfter(now.minus(DAY)))
                .mapToDouble(Entry::share).sum();
        if (share > ALONE_AT_MOST && entry.deletion().secondPerson() == null) {
            throw new ProblemException(ProblemCode.SECOND_PERSON_NEEDED,
                    "this is " + Math.round(Math.min(1, share) * 100)
                            + " % of the disk's past within a day; more than " + Math.round(ALONE_AT_MOST * 100)
                            + " % need the field 'secondPerson': another one who agrees");
        }
    }
}
