package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.HandDecoder.Decoded;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;

/** A journal's files, taken apart by hand with FORMAT.md, hold what was given to it. */
class FormatDecoderTest {

    private final Past past = new Past(Workload.DISK_BYTES, 1);

    @ParameterizedTest
    @CsvSource({"1, false, false", "2, false, false", "3, true, false", "4, false, true", "5, true, true"})
    void filesAreAsTheDocumentSays(long seed, boolean packed, boolean thinned) throws Exception {
        SimulatedFolder folder = SimulatedFolder.named("machine");
        Workload workload = new Workload(new Random(seed), past);
        Journal journal = workload.open(folder, 100 << 10);
        for (int i = 0; i < 250; i++) {
            workload.step(journal);
        }
        SimulatedFolder read = packed ? pack(journal) : folder;
        if (thinned) {
            journal.seal();
            journal.compact(List.of(20L, past.last() / 2, past.last()));
        }
        journal.close();
        assertFiles(Files.of(read), packed);
        assertFiles(Files.of(folder), false);
    }

    /** The same records, as a receiver keeps them. */
    private SimulatedFolder pack(Journal journal) throws Exception {
        SimulatedFolder folder = SimulatedFolder.named("receiver");
        Journal receiver = new Workload(new Random(0), past).open(folder, 100 << 10);
        BatchPacker packer = new BatchPacker(1 << 20, true);
        try (JournalCursor cursor = journal.cursor(1)) {
            for (var batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor.next(Long.MAX_VALUE)) {
                for (Batch one : packer.pack(List.of(batch.get()))) {
                    receiver.append(one);
                }
            }
        }
        receiver.close();
        return folder;
    }

    private void assertFiles(Map<String, byte[]> files, boolean packed) throws Exception {
        byte[] digest = new byte[16];
        long next = 1;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            HandDecoder decoded = new HandDecoder(file.getValue());
            assertThat(file.getKey()).isEqualTo("%020d-%010d.segment".formatted(decoded.header("first sequence"),
                    decoded.header("epoch")));
            assertThat(decoded.disk()).isEqualTo(Workload.DISK.disk());
            assertThat(decoded.header("disk size")).isEqualTo(Workload.DISK_BYTES);
            assertThat(decoded.header("first sequence")).isEqualTo(next);
            assertThat(decoded.digestBefore()).isEqualTo(digest);
            next = assertRecords(decoded.records(), next);
            if (decoded.sealed()) {
                decoded.assertSealedRight(kinds(decoded.records()), Workload.DISK_BYTES);
                digest = decoded.footerDigest("digest that the next");
                next = decoded.footer("last sequence") + 1;
            }
        }
        assertThat(next).isEqualTo(past.last() + 1);
    }

    private long assertRecords(List<Decoded> records, long next) {
        for (Decoded decoded : records) {
            assertThat(decoded.record()).isEqualTo(past.at(decoded.sequence()));
            assertThat(decoded.sequence()).satisfies(sequence -> assertThat(sequence >= 1).isTrue());
            if (!decoded.thinned()) {
                assertThat(decoded.sequence()).isGreaterThanOrEqualTo(next);
            }
        }
        return records.isEmpty() ? next : records.getLast().sequence() + 1;
    }

    /** For each byte of the disk, the kind of what the segment's records left there; 0 where they say nothing. */
    private static byte[] kinds(List<Decoded> records) {
        byte[] kinds = new byte[Workload.DISK_BYTES];
        for (Decoded decoded : records) {
            switch (decoded.record()) {
                case Record.Write write -> fill(kinds, write.offset(), write.data().remaining(), 1);
                case Record.Copy copy -> fill(kinds, copy.offset(), copy.data().remaining(), 1);
                case Record.Zero zero -> fill(kinds, zero.offset(), zero.length(), 2);
                case Record.Trim trim -> fill(kinds, trim.offset(), trim.length(), 3);
                case Record.Flush flush -> {
                }
                case Record.Mark mark -> {
                }
            }
        }
        return kinds;
    }

    private static void fill(byte[] kinds, long offset, int length, int kind) {
        Arrays.fill(kinds, (int) offset, (int) offset + length, (byte) kind);
    }
}
