package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.tool.JournalVerifier;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** Every change of a journal's files is found by the verifier, and what a journal serves afterwards is what was written, or nothing. */
class BitRotTest {

    private static final int SEGMENT_BYTES = 24 << 10;

    /** A journal that was closed, what it holds, and what its files held before. */
    private record Written(Map<String, byte[]> files, Map<String, List<byte[]>> older, Past past) {

        static Written by(long seed, boolean compacted) throws IOException {
            Past past = new Past(Workload.DISK_BYTES, 1);
            Workload workload = new Workload(new Random(seed), past);
            SimulatedFolder folder = SimulatedFolder.named("machine");
            Map<String, List<byte[]>> older = new HashMap<>();
            Journal journal = workload.open(folder, SEGMENT_BYTES);
            for (int i = 0; i < 120; i++) {
                workload.step(journal);
                remember(Files.of(folder), older);
            }
            if (compacted) {
                journal.seal();
                older.values().forEach(had -> had.removeIf(Written::sealed));
                journal.compact(List.of(10L, past.last() / 3, past.last() / 2));
            }
            journal.close();
            return new Written(Files.of(folder), older, past);
        }

        /** The original of a thinned segment is no damage: it tells the same, and more. */
        private static boolean sealed(byte[] file) {
            return file.length > 96
                    && new String(file, file.length - 96, 6, StandardCharsets.US_ASCII).equals("sealed");
        }

        private static void remember(Map<String, byte[]> files, Map<String, List<byte[]>> older) {
            files.forEach((name, bytes) -> {
                List<byte[]> had = older.computeIfAbsent(name, none -> new ArrayList<>());
                if (had.isEmpty() || !Arrays.equals(had.getLast(), bytes)) {
                    had.add(bytes);
                }
            });
        }
    }

    @Test
    void allRotIsFoundAndNoneIsServed() throws IOException {
        rot(LongStream.range(0, 1100));
    }

    @Test
    @Tag("long")
    void allRotOfManyKindsIsFoundAndNoneIsServed() throws IOException {
        rot(LongStream.range(10_000, 110_000));
    }

    private static void rot(LongStream seeds) throws IOException {
        List<Written> journals = List.of(Written.by(1, false), Written.by(2, false), Written.by(3, true),
                Written.by(4, true));
        Map<String, byte[]> other = otherDisk();
        journals.forEach(BitRotTest::assertSound);
        seeds.forEach(seed -> {
            Random random = new Random(seed);
            Written written = journals.get((int) (seed / 11 % 4));
            Rot.Kind kind = Rot.Kind.values()[(int) (seed % 11)];
            try {
                judge(written, new Rot(random, written.older(), other).change(written.files(), kind));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", " + kind, e);
            }
        });
    }

    private static Map<String, byte[]> otherDisk() throws IOException {
        SimulatedFolder folder = SimulatedFolder.named("other");
        Past past = new Past(Workload.DISK_BYTES, 1);
        Workload workload = new Workload(new Random(77), past);
        JournalIdentity disk = new JournalIdentity(new UUID(7, 7), Workload.DISK_BYTES);
        Journal journal = Journal.open(folder, disk, new JournalSettings(SEGMENT_BYTES), 1, 1, workload.clock());
        for (int i = 0; i < 60; i++) {
            workload.step(journal);
        }
        journal.close();
        return Files.of(folder);
    }

    private static void assertSound(Written written) {
        try {
            SimulatedFolder folder = Files.folder(written.files());
            assertThat(new JournalVerifier(folder).findings()).isEmpty();
            assertThat(folder.names()).containsExactlyElementsOf(written.files().keySet());
            assertThat(served(folder, written.past())).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void judge(Written written, Map<String, byte[]> changed) throws IOException {
        assertThat(new JournalVerifier(Files.folder(changed)).findings()).as("findings").isNotEmpty();
        try {
            served(Files.folder(changed), written.past());
        } catch (DamagedException refused) {
            assertThat(refused.place()).isNotBlank();
        }
    }

    /** Reads all there is; true when nothing was refused. What is served must be what was written. */
    private static boolean served(SimulatedFolder folder, Past past) throws IOException {
        Workload workload = new Workload(new Random(1), past);
        try (Journal journal = workload.open(folder, SEGMENT_BYTES)) {
            assertThat(journal.lastSequence()).isEqualTo(past.last());
            boolean records = recordsServed(journal, past);
            boolean disk = diskServed(journal, past);
            boolean marks = marksServed(journal, past);
            return records && disk && marks;
        }
    }

    private static boolean recordsServed(Journal journal, Past past) throws IOException {
        try (JournalCursor cursor = journal.cursor(1)) {
            long next = 1;
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor
                    .next(Long.MAX_VALUE)) {
                assertThat(batch.get().firstSequence()).isEqualTo(next);
                for (SequencedRecord record : batch.get().records()) {
                    assertThat(record.record()).isEqualTo(past.at(record.sequence()));
                }
                next = batch.get().lastSequence() + 1;
            }
            assertThat(next).isEqualTo(past.last() + 1);
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }

    private static boolean diskServed(Journal journal, Past past) throws IOException {
        byte[] expected = past.disk(past.last());
        boolean whole = true;
        try (JournalView view = journal.view(past.last())) {
            for (JournalView.Piece piece : view.pieces(0, Workload.DISK_BYTES)) {
                whole &= pieceServed(view, piece, expected);
            }
            return whole;
        } catch (DamagedException e) {
            return false;
        }
    }

    private static boolean pieceServed(JournalView view, JournalView.Piece piece, byte[] expected) throws IOException {
        byte[] found = new byte[(int) piece.length()];
        try {
            if (piece.source() == JournalView.Source.DATA) {
                view.read(piece, 0, ByteBuffer.wrap(found));
            }
        } catch (DamagedException e) {
            return false;
        }
        assertThat(found).as("disk at %d", piece.offset())
                .isEqualTo(Arrays.copyOfRange(expected, (int) piece.offset(), (int) piece.end()));
        return true;
    }

    private static boolean marksServed(Journal journal, Past past) throws IOException {
        try {
            for (MarkEntry mark : journal.marks()) {
                assertThat(past.at(mark.sequence())).isEqualTo(
                        new Record.Mark(mark.kind(), mark.id(), mark.label()));
            }
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }
}
