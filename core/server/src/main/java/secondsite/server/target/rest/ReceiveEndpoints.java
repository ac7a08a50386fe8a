package secondsite.server.target.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.transfer.CopyEnd;
import secondsite.api.transfer.CopyStatus;
import secondsite.api.transfer.Transfer;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.CopyState;
import secondsite.server.target.Replica;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;
import secondsite.server.web.Slices;

/** What process servers send to be kept: slices, the initial copy, and questions for checksums. */
final class ReceiveEndpoints {

    private final KeptDisks disks;

    ReceiveEndpoints(KeptDisks disks) {
        this.disks = disks;
    }

    Routes addTo(Routes routes) {
        String disk = Transfer.DISKS + "/{disk}";
        return routes.post(disk + "/slices", this::slice).get(disk + "/position", this::position)
                .get(disk + "/copy", this::copyStatus).post(disk + "/copy", this::copy)
                .post(disk + "/copy/force", this::copyForce).post(disk + "/copy/finish", this::copyFinish)
                .get(disk + "/checksums", this::checksums);
    }

    private void slice(Exchange exchange) throws Exception {
        KeptDisk disk = disks.received(exchange);
        UUID id = exchange.uuid("disk");
        Slices.answer(exchange, disk.take(Slices.slice(exchange, id)));
    }

    private void position(Exchange exchange) throws IOException {
        exchange.answer(Slices.position(disks.received(exchange).position()));
    }

    private void copyStatus(Exchange exchange) throws IOException {
        exchange.answer(status(disks.received(exchange).replica().copyState()));
    }

    private void copy(Exchange exchange) throws IOException {
        KeptDisk disk = disks.received(exchange);
        if (disk.replica().copyState().finished()) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    "the initial copy of disk " + exchange.uuid("disk") + " is over");
        }
        ByteBuffer body = exchange.body();
        try {
            while (body.hasRemaining()) {
                disk.copy(Batch.take(body, "the copy from " + exchange.peer()));
            }
        } catch (DamagedException e) {
            throw new ProblemException(ProblemCode.DAMAGED, e.getMessage());
        }
        exchange.answerNothing();
    }

    private void copyForce(Exchange exchange) throws IOException {
        exchange.answer(status(disks.received(exchange).replica().forceCopy()));
    }

    private void copyFinish(Exchange exchange) throws IOException {
        Replica replica = disks.received(exchange).replica();
        long sequence = exchange.json(CopyEnd.class).sequence();
        CopyState state = replica.forceCopy();
        int missing = state.chunks() - state.copied().cardinality();
        if (missing > 0) {
            throw new ProblemException(ProblemCode.CONFLICT, "the initial copy cannot end: " + missing + " of "
                    + state.chunks() + " chunks are missing");
        }
        replica.finishCopy(sequence);
        exchange.answer(status(replica.copyState()));
    }

    private static CopyStatus status(CopyState state) {
        return new CopyStatus(state.chunkBytes(), state.chunks(), state.copied().toByteArray(), state.finished());
    }

    private void checksums(Exchange exchange) throws IOException {
        Replica replica = disks.received(exchange).replica();
        long sequence = exchange.optionalNumber("sequence").orElse(replica.journal().durableSequence());
        BlockSums sums = sums(exchange, replica, sequence);
        ByteBuffer wanted = wanted(exchange, sums);
        exchange.answerHeader(Transfer.SEED, Long.toString(sums.seed()));
        exchange.answerHeader(Transfer.SEQUENCE, Long.toString(sequence));
        try (OutputStream out = exchange.answerStream(200, Transfer.CHECKSUMS, wanted.remaining())) {
            Channels.newChannel(out).write(wanted);
        }
    }

    /** All of them, or those of the parts that are named. */
    private static ByteBuffer wanted(Exchange exchange, BlockSums sums) {
        Optional<String> named = exchange.query("parts");
        if (named.isEmpty()) {
            return sums.sums();
        }
        ByteBuffer all = sums.sums();
        int partSums = Transfer.CHECKSUM_PART_BYTES / sums.blockBytes() * BlockSums.BYTES;
        boolean fits = Transfer.CHECKSUM_PART_BYTES % sums.blockBytes() == 0;
        BitSet parts = parts(named.get(), fits ? Math.ceilDiv(all.remaining(), partSums) : 0);
        ByteBuffer some = ByteBuffer.allocate(all.remaining());
        parts.stream().forEach(
                part -> some.put(all.slice(part * partSums, Math.min(partSums, all.capacity() - part * partSums))));
        return some.flip();
    }

    private static BitSet parts(String digits, int count) {
        try {
            BitSet parts = BitSet.valueOf(HexFormat.of().parseHex(digits));
            if (parts.isEmpty() || parts.length() > count) {
                throw new IllegalArgumentException("they are of " + count + " parts");
            }
            return parts;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter 'parts' does not name parts of the range: " + e.getMessage());
        }
    }

    private static BlockSums sums(Exchange exchange, Replica replica, long sequence) throws IOException {
        long block = exchange.number("block");
        try {
            return replica.checksums(exchange.number("offset"), exchange.number("length"), Math.toIntExact(block),
                    sequence,
                    exchange.query("read").map(Boolean::parseBoolean).orElse(false));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, e.getMessage());
        }
    }
}
