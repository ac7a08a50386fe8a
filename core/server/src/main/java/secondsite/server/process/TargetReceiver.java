package secondsite.server.process;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.transfer.Position;
import secondsite.engine.segment.Batch;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.Slice;

/** The master target of one disk, behind the network. */
final class TargetReceiver implements Receiver {

    private static final Duration SPACE_RETRY = Duration.ofSeconds(10);

    private final TransferClient client;
    private final Semaphore lines;
    private final UUID disk;

    /** @param lines how many requests may be under way to this target at once, of all disks */
    TargetReceiver(TransferClient client, Semaphore lines, UUID disk) {
        this.client = client;
        this.lines = lines;
        this.disk = disk;
    }

    private interface Call {
        Position make() throws TransferException;
    }

    @Override
    public Answer send(Slice slice) {
        return answer(() -> client.postSlice(disk, slice.epoch(), slice.firstSequence(), slice.lastSequence(),
                slice.batches().stream().map(Batch::bytes).toList()));
    }

    @Override
    public Answer position() {
        return answer(() -> client.position(disk));
    }

    private Answer answer(Call call) {
        try {
            lines.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("interrupted");
        }
        try {
            Position position = call.make();
            return new Answer.Accepted(new secondsite.engine.ship.Position(position.epoch(), position.gatewaySequence(),
                    position.targetSequence()));
        } catch (TransferException e) {
            return refusal(e);
        } catch (IllegalArgumentException e) {
            return new Answer.Unavailable("the target answered nonsense: " + e.getMessage());
        } finally {
            lines.release();
        }
    }

    private static Answer refusal(TransferException e) {
        return switch (e) {
            case TransferException.Gap gap -> new Answer.Gap(gap.expectedSequence());
            case TransferException.StaleEpoch stale -> new Answer.StaleEpoch(stale.epoch());
            case TransferException.Busy busy -> new Answer.Busy(busy.retryAfter(), busy.getMessage());
            case TransferException.OutOfSpace space -> new Answer.Busy(SPACE_RETRY, space.getMessage());
            case TransferException.Unavailable unavailable -> new Answer.Unavailable(unavailable.getMessage());
            case TransferException.Refused refused -> new Answer.Refused(refused.getMessage());
        };
    }
}
