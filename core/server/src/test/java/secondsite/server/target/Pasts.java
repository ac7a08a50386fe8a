package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import secondsite.engine.disk.Disk;

/** Compares what a replica serves with what its source was. */
final class Pasts {

    private Pasts() {}

    static List<Long> recoverable(Replica replica) throws IOException {
        List<Long> all = new ArrayList<>();
        for (SequenceRange range : replica.recoverableRanges()) {
            LongStream.rangeClosed(range.first(), range.last()).forEach(all::add);
        }
        return all;
    }

    static void assertEquals(Replica replica, SourceDisk source, Iterable<Long> sequences) throws IOException {
        for (long sequence : sequences) {
            try (Disk past = replica.past(sequence)) {
                // What the disk did not have yet is zeros.
                assertEquals(past, Arrays.copyOf(source.states.get(sequence), (int) past.size()),
                        "sequence " + sequence);
            }
        }
    }

    static void assertEquals(Disk disk, byte[] model, String what) throws IOException {
        assertThat(read(disk).mismatch(ByteBuffer.wrap(model))).as("first difference of " + what).isNegative();
    }

    static ByteBuffer read(Disk disk) throws IOException {
        var read = ByteBuffer.allocate((int) disk.size());
        disk.read(read, 0);
        return read.flip();
    }
}
