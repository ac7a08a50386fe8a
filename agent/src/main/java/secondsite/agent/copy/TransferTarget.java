package secondsite.agent.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.client.TransferClient;
import secondsite.api.transfer.Checksums;
import secondsite.api.transfer.CopyStatus;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.segment.Batch;

/** The target of one disk, behind the network. */
public final class TransferTarget implements CopyTarget, ReadingTarget {

    private final TransferClient client;
    private final UUID disk;

    public TransferTarget(TransferClient client, UUID disk) {
        this.client = client;
        this.disk = disk;
    }

    @Override
    public State state() throws IOException {
        return state(client.copyStatus(disk));
    }

    private static State state(CopyStatus status) {
        return new State(status.chunkBytes(), status.copiedChunks(), status.finished());
    }

    @Override
    public void send(List<Batch> batches) throws IOException {
        List<ByteBuffer> bytes = batches.stream().map(Batch::bytes).toList();
        client.postCopy(disk, bytes);
    }

    @Override
    public State force() throws IOException {
        return state(client.forceCopy(disk));
    }

    @Override
    public void finish(long sequence) throws IOException {
        client.finishCopy(disk, sequence);
    }

    @Override
    public long durableSequence() throws IOException {
        return client.position(disk).targetSequence();
    }

    @Override
    public Sums sums(long offset, long length, int blockBytes) throws IOException {
        return sums(client.checksums(disk, offset, length, blockBytes, OptionalLong.empty(), false));
    }

    @Override
    public Sums sums(long offset, long length, int blockBytes, BitSet parts) throws IOException {
        return sums(client.checksums(disk, offset, length, blockBytes, parts));
    }

    @Override
    public Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence) throws IOException {
        return sums(client.checksums(disk, offset, length, blockBytes, sequence, true));
    }

    private static Sums sums(Checksums told) {
        return new Sums(told.sequence(), new BlockSums(told.offset(), told.blockBytes(), told.seed(), told.sums()));
    }
}
