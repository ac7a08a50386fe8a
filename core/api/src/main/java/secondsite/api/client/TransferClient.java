package secondsite.api.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import secondsite.api.Json;
import secondsite.api.transfer.Checksums;
import secondsite.api.transfer.CopyEnd;
import secondsite.api.transfer.CopyStatus;
import secondsite.api.transfer.Position;
import secondsite.api.transfer.Transfer;

/** Ships slices and the initial copy, and fetches checksums. Safe for use by several threads. */
public final class TransferClient {

    private static final Headers NONE = Headers.of();
    private static final RequestBody EMPTY = RequestBody.create(new byte[0], null);

    private final Connection connection;

    public TransferClient(Connection connection) {
        this.connection = connection.to(ServerKind.PROCESS_SERVER, ServerKind.MASTER_TARGET);
    }

    /**
     * Sends whole batches, together at most {@link Transfer#BODY_LIMIT_BYTES}.
     *
     * @param epoch the sender's epoch
     * @param first first record of the first batch
     * @param last  last record of the last batch
     * @return how far everything is durable
     */
    public Position postSlice(UUID disk, int epoch, long first, long last, List<ByteBuffer> batches)
            throws TransferException {
        Headers headers = Headers.of(Transfer.EPOCH, Integer.toString(epoch), Transfer.FIRST, Long.toString(first),
                Transfer.LAST, Long.toString(last));
        return connection.post(Transfer.slices(disk), headers, body(batches), Connection.json(Position.class));
    }

    public Position position(UUID disk) throws TransferException {
        return connection.get(Transfer.position(disk), Connection.json(Position.class));
    }

    /** How far the initial copy is durable. */
    public CopyStatus copyStatus(UUID disk) throws TransferException {
        return connection.get(Transfer.copy(disk), Connection.json(CopyStatus.class));
    }

    /** Sends batches of COPY and ZERO records for the base image; durable with a later {@link #forceCopy}. */
    public void postCopy(UUID disk, List<ByteBuffer> batches) throws TransferException {
        connection.post(Transfer.copy(disk), NONE, body(batches), response -> null);
    }

    /** Makes durable what was sent for the base image. */
    public CopyStatus forceCopy(UUID disk) throws TransferException {
        return connection.post(Transfer.copyForce(disk), NONE, EMPTY, Connection.json(CopyStatus.class));
    }

    /** The copy is over; {@code sequence} was the newest record when the last block was read. May be said again. */
    public CopyStatus finishCopy(UUID disk, long sequence) throws TransferException {
        return connection.post(Transfer.copyFinish(disk), NONE, json(new CopyEnd(sequence)),
                Connection.json(CopyStatus.class));
    }

    /**
     * Checksums of blocks of the disk as it is at the target.
     *
     * @param offset     a multiple of the block
     * @param length     a multiple of the block, but for the end of the disk; at most {@link Transfer#CHECKSUM_BLOCKS_LIMIT} blocks
     * @param blockBytes 4 KiB or 64 KiB
     * @param sequence   of which state; empty for the newest durable one
     * @param read       whether the target is to read all data anew, and trust nothing it has kept
     */
    public Checksums checksums(UUID disk, long offset, long length, int blockBytes, OptionalLong sequence, boolean read)
            throws TransferException {
        String query = "?offset=" + offset + "&length=" + length + "&block=" + blockBytes + "&read=" + read
                + (sequence.isPresent() ? "&sequence=" + sequence.getAsLong() : "");
        return connection.get(Transfer.checksums(disk) + query,
                response -> checksums(response, offset, length, blockBytes));
    }

    /**
     * Checksums of the newest durable state in some parts of a range.
     *
     * @param offset a multiple of the block
     * @param length a multiple of the block, but for the end of the disk
     * @param parts  which of the range's parts of {@link Transfer#CHECKSUM_PART_BYTES} are asked for, at least one
     * @return checksums of the whole range, with zeros for those that were not asked for
     */
    public Checksums checksums(UUID disk, long offset, long length, int blockBytes, BitSet parts)
            throws TransferException {
        String query = "?offset=" + offset + "&length=" + length + "&block=" + blockBytes + "&parts="
                + HexFormat.of().formatHex(parts.toByteArray());
        return connection.get(Transfer.checksums(disk) + query,
                response -> scattered(response, offset, length, blockBytes, parts));
    }

    private static Checksums scattered(Response response, long offset, long length, int blockBytes, BitSet parts)
            throws IOException {
        ByteBuffer told = ByteBuffer
                .wrap(Connection.limited(response, (long) Transfer.CHECKSUM_BLOCKS_LIMIT * Transfer.CHECKSUM_BYTES));
        int partSums = Transfer.CHECKSUM_PART_BYTES / blockBytes * Transfer.CHECKSUM_BYTES;
        ByteBuffer sums = ByteBuffer.allocate((int) ((length + blockBytes - 1) / blockBytes) * Transfer.CHECKSUM_BYTES);
        int asked = parts.stream().map(part -> Math.min(partSums, sums.capacity() - part * partSums)).sum();
        if (told.remaining() != asked) {
            throw new IOException(told.remaining() + " bytes of checksums where " + asked + " were asked for");
        }
        parts.stream().forEach(part -> {
            int bytes = Math.min(partSums, sums.capacity() - part * partSums);
            sums.put(part * partSums, told, told.position(), bytes);
            told.position(told.position() + bytes);
        });
        return new Checksums(offset, blockBytes, number(response, Transfer.SEED), number(response, Transfer.SEQUENCE),
                sums);
    }

    private static Checksums checksums(Response response, long offset, long length, int blockBytes) throws IOException {
        long blocks = (length + blockBytes - 1) / blockBytes;
        byte[] sums = Connection.limited(response, (long) Transfer.CHECKSUM_BLOCKS_LIMIT * Transfer.CHECKSUM_BYTES);
        if (sums.length != blocks * Transfer.CHECKSUM_BYTES) {
            throw new IOException(sums.length + " bytes of checksums for " + blocks + " blocks");
        }
        return new Checksums(offset, blockBytes, number(response, Transfer.SEED), number(response, Transfer.SEQUENCE),
                ByteBuffer.wrap(sums));
    }

    private static long number(Response response, String header) throws IOException {
        try {
            return Long.parseLong(response.header(header, ""));
        } catch (NumberFormatException e) {
            throw new IOException("the answer's header " + header + " is no number", e);
        }
    }

    private static RequestBody body(List<ByteBuffer> batches) {
        return new BuffersBody(MediaType.get(Transfer.BATCHES), batches);
    }

    private static RequestBody json(Object value) {
        return RequestBody.create(Json.write(value), MediaType.get(Transfer.JSON));
    }
}
