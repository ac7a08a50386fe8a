package secondsite.server.target.keeping;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.server.target.HeldPast;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaIdentity;
import secondsite.server.target.SequenceRange;
import secondsite.server.target.keeping.DeletionFile.Entry;
import secondsite.server.web.ProblemException;

/** What a request would destroy: which points or which replica, by when, and how much of the disk's past that is. */
final class RequestedDeletion {

    private final Deletions.Surroundings around;

    RequestedDeletion(Deletions.Surroundings around) {
        this.around = around;
    }

    /** @throws ProblemException when there is nothing of the kind, or it cannot be destroyed */
    Entry of(UUID disk, DeletionRequest request, Instant now) throws IOException {
        return request.what() == Deletion.What.REPLICA ? replica(disk, request, now) : points(disk, request, now);
    }

    private Entry replica(UUID disk, DeletionRequest request, Instant now) throws IOException {
        if (!around.store().disks().contains(disk)) {
            throw unknown(disk);
        }
        Optional<HeldPast> held = around.store().replicas().stream()
                .filter(replica -> replica.identity().disk().equals(disk))
                .flatMap(replica -> replica.held().values().stream()).findFirst();
        if (held.isPresent()) {
            throw heldBy(held.get());
        }
        Deletion deletion = new Deletion(around.ids().get(), disk, Deletion.What.REPLICA, now,
                now.plus(around.quarantine()), null, null, null, null, null, request.who(), request.reason(),
                request.secondPerson(), null, null);
        return new Entry(deletion, 1, around.store().identity(disk).map(ReplicaIdentity::created).orElse(null));
    }

    private Entry points(UUID disk, DeletionRequest request, Instant now) throws IOException {
        Replica replica = around.store().find(disk)
                .orElseThrow(() -> unknown(disk));
        SequenceRange range = range(replica, request);
        OptionalLong pinned = replica.pins().keySet().stream().filter(range::contains).mapToLong(Long::longValue)
                .findFirst();
        if (pinned.isPresent()) {
            throw Deletions.refused("sequence " + pinned.getAsLong() + " is pinned; unpin it first");
        }
        Optional<HeldPast> held = replica.held().values().stream().filter(past -> range.contains(past.sequence()))
                .findFirst();
        if (held.isPresent()) {
            throw heldBy(held.get());
        }
        if (replica.recoverableAfter(range.last()).isEmpty()) {
            throw Deletions.refused("the points up to sequence " + range.last() + " hold the newest state of"
                    + " the disk, which can only be destroyed with the whole replica; let it end earlier");
        }
        Deletion deletion = new Deletion(around.ids().get(), disk, Deletion.What.POINTS, now,
                now.plus(around.quarantine()), range.first(), range.last(), replica.timeOf(range.first()),
                replica.timeOf(range.last()), null, request.who(), request.reason(), request.secondPerson(), null,
                null);
        return new Entry(deletion, Share.of(replica, range, deletion), null);
    }

    private static ProblemException heldBy(HeldPast held) {
        return Deletions.refused("sequence " + held.sequence() + " is kept for a machine, by export " + held.id() + ", "
                + held.label() + "; commit or clean up that failover first");
    }

    private static SequenceRange range(Replica replica, DeletionRequest request)
            throws IOException {
        if (request.sequence() != null) {
            Optional<String> why = replica.whyNotRecoverable(request.sequence());
            if (why.isPresent()) {
                throw Deletions.refused(why.get());
            }
            return new SequenceRange(request.sequence(), request.sequence());
        }
        Optional<SequenceRange> made = replica.madeBetween(request.from(), request.to());
        List<SequenceRange> recoverable = replica.recoverableRanges();
        return made.flatMap(range -> inside(range, recoverable)).orElseThrow(
                () -> Deletions.refused("no point of the disk was made from " + request.from() + " to "
                        + request.to()));
    }

    /** From the first to the last recoverable sequence within; empty when there is none. */
    private static Optional<SequenceRange> inside(SequenceRange range, List<SequenceRange> recoverable) {
        List<SequenceRange> touched = new ArrayList<>(recoverable.stream()
                .filter(each -> each.first() <= range.last() && each.last() >= range.first()).toList());
        return touched.isEmpty()
                ? Optional.empty()
                : Optional.of(new SequenceRange(Math.max(range.first(), touched.getFirst().first()),
                        Math.min(range.last(), touched.getLast().last())));
    }

    private static ProblemException unknown(UUID disk) {
        return new ProblemException(ProblemCode.UNKNOWN_DISK, "there is no replica of disk " + disk);
    }
}
