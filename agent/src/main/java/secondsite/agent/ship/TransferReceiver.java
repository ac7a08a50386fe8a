package secondsite.agent.ship;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.engine.segment.Batch;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.Slice;

/** The gateway of one disk, behind the network: what a request comes to, as the law of shipping knows it. */
public final class TransferReceiver implements Receiver {

    private final TransferClient client;
    private final UUID disk;

    public TransferReceiver(TransferClient client, UUID disk) {
        this.client = client;
        this.disk = disk;
    }

    private interface Request {
        secondsite.api.transfer.Position send() throws TransferException;
    }

    @Override
    public Answer send(Slice slice) {
        List<ByteBuffer> batches = slice.batches().stream().map(Batch::bytes).toList();
        return answer(
                () -> client.postSlice(disk, slice.epoch(), slice.firstSequence(), slice.lastSequence(), batches));
    }

    @Override
    public Answer position() {
        return answer(() -> client.position(disk));
    }

    private static Answer answer(Request request) {
        try {
            secondsite.api.transfer.Position told = request.send();
            return new Answer.Accepted(new Position(told.epoch(), told.gatewaySequence(), told.targetSequence()));
        } catch (TransferException e) {
            return answer(e);
        } catch (IllegalArgumentException e) {
            return new Answer.Unavailable("the answer makes no sense: " + e.getMessage());
        }
    }

    private static Answer answer(TransferException failure) {
        return switch (failure) {
            case TransferException.Gap gap -> new Answer.Gap(gap.expectedSequence());
            case TransferException.StaleEpoch stale -> new Answer.StaleEpoch(stale.epoch());
            case TransferException.Busy busy -> new Answer.Busy(busy.retryAfter(), busy.getMessage());
            case TransferException.OutOfSpace full -> new Answer.Unavailable(full.getMessage());
            case TransferException.Unavailable away -> new Answer.Unavailable(away.getMessage());
            case TransferException.Refused refused -> new Answer.Refused(refused.getMessage());
        };
    }
}
