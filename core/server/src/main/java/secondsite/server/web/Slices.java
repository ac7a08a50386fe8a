package secondsite.server.web;

import java.io.IOException;
import java.util.UUID;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.transfer.Position;
import secondsite.api.transfer.Transfer;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Slice;

/** How slices and the answers to them are written in requests; the same for a process server and a master target. */
public final class Slices {

    private Slices() {}

    /** The slice in a request's body. */
    public static Slice slice(Exchange exchange, UUID disk) throws IOException {
        long epoch = exchange.headerNumber(Transfer.EPOCH);
        if (epoch < 0 || epoch > Integer.MAX_VALUE) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "there is no epoch " + epoch);
        }
        long first = exchange.headerNumber(Transfer.FIRST);
        long last = exchange.headerNumber(Transfer.LAST);
        Slice slice = take(exchange, disk, (int) epoch);
        if (slice.firstSequence() != first || slice.lastSequence() != last) {
            throw new ProblemException(ProblemCode.DAMAGED,
                    "records " + slice.firstSequence() + " to " + slice.lastSequence()
                            + " came as " + first + " to " + last);
        }
        return slice;
    }

    private static Slice take(Exchange exchange, UUID disk, int epoch) throws IOException {
        try {
            return Slice.take(disk, epoch, exchange.body(), "the slice of " + exchange.peer());
        } catch (DamagedException e) {
            throw new ProblemException(ProblemCode.DAMAGED, e.getMessage());
        }
    }

    public static Position position(secondsite.engine.ship.Position position) {
        return new Position(position.epoch(), position.gatewaySequence(), position.targetSequence());
    }

    /** Answers a slice. */
    public static void answer(Exchange exchange, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Accepted accepted -> exchange.answer(position(accepted.position()));
            case Answer.Gap gap -> throw new ProblemException(Problem.gap(gap.expectedSequence(),
                    "record " + gap.expectedSequence() + " is next"));
            case Answer.StaleEpoch stale -> throw new ProblemException(Problem.staleEpoch(stale.receiverEpoch(),
                    "epoch " + stale.receiverEpoch() + " has begun"));
            case Answer.Busy busy -> throw new ProblemException(Problem.of(ProblemCode.BUSY, busy.reason())
                    .retryAfter((int) Math.max(1, busy.retryAfter().toSeconds())));
            case Answer.Unavailable unavailable ->
                throw new ProblemException(ProblemCode.UNAVAILABLE, unavailable.reason());
            case Answer.Refused refused -> throw new ProblemException(ProblemCode.DAMAGED, refused.reason());
        }
    }
}
