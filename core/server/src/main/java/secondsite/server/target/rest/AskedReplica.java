package secondsite.server.target.rest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.server.target.NotRecoverableException;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.SequenceRange;
import secondsite.server.target.export.Moment;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;

/** The replica that a request is about, and the moment of its past that it names. */
final class AskedReplica {

    private AskedReplica() {}

    /** @throws ProblemException when there is no replica of the path's disk */
    static Replica of(Exchange exchange, ReplicaStore store) throws IOException {
        UUID disk = exchange.uuid("disk");
        return store.find(disk).orElseThrow(
                () -> new ProblemException(ProblemCode.UNKNOWN_DISK, "there is no replica of disk " + disk));
    }

    /**
     * The sequence that somebody means.
     *
     * @param at a sequence, a time, or {@code latest}
     * @throws NotRecoverableException when there is none then
     */
    static long sequence(Replica replica, String at) throws IOException {
        try {
            return Moment.parse(String.valueOf(at)).in(new Recoverable(replica)).orElseThrow(
                    () -> new NotRecoverableException(
                            "nothing of disk " + replica.identity().disk() + " is recoverable at that time"));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, e.getMessage());
        }
    }

    private record Recoverable(Replica replica) implements Moment.Past {
        @Override
        public OptionalLong newest() throws IOException {
            List<SequenceRange> ranges = replica.recoverableRanges();
            return ranges.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ranges.getLast().last());
        }

        @Override
        public OptionalLong at(Instant time) throws IOException {
            return replica.sequenceAt(time);
        }
    }
}
