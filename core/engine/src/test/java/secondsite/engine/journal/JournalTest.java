package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.NoSpaceException;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.tool.JournalVerifier;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Limits;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

class JournalTest {

    private static final int DISK_BYTES = 32 << 20;
    private static final JournalIdentity DISK = new JournalIdentity(new UUID(11, 22), DISK_BYTES);
    private static final JournalSettings SMALL = new JournalSettings(64 << 10);

    private final SimulatedFolder folder = SimulatedFolder.named("machine");
    private final Random random = new Random(7);
    private final Past past = new Past(DISK_BYTES, 1);
    private long micros = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochSecond(0, micros * 1000);
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        journal = open(folder, DISK, 1);
    }

    private Journal open(SimulatedFolder in, JournalIdentity disk, int epoch) throws IOException {
        return Journal.open(in, disk, SMALL, epoch, 1, clock);
    }

    private byte[] noise(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    private Writes group(int... lengths) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(24 << 20);
        Writes writes = new Writes();
        writes.begin(buffer);
        int at = Writes.LEAD + Writes.HEADROOM;
        for (int length : lengths) {
            buffer.put(at, noise(length));
            writes.add(random.nextInt(DISK_BYTES - length + 1), at, length);
            at += length + Writes.HEADROOM;
        }
        return writes;
    }

    private void append(Record... records) throws IOException {
        List.of(records).forEach(past::add);
        assertThat(journal.append(List.of(records))).isEqualTo(past.last());
    }

    private Record write(int length) {
        return new Record.Write(random.nextInt(DISK_BYTES - length + 1), ByteBuffer.wrap(noise(length)), false);
    }

    private List<Batch> batches(Journal of, long from, long through) throws IOException {
        List<Batch> batches = new ArrayList<>();
        try (JournalCursor cursor = of.cursor(from)) {
            for (Optional<Batch> next = cursor.next(through); next.isPresent(); next = cursor.next(through)) {
                batches.add(next.get());
            }
        }
        return batches;
    }

    @Test
    void beginsEmpty() throws IOException {
        assertThat(journal.firstSequence()).isEqualTo(1);
        assertThat(journal.lastSequence()).isZero();
        assertThat(journal.durableSequence()).isZero();
        assertThat(journal.durableTimeMicros()).isZero();
        assertThat(journal.failed()).isFalse();
        assertThat(batches(journal, 1, Long.MAX_VALUE)).isEmpty();
        assertThat(journal.sequenceAt(Long.MAX_VALUE)).isZero();
        try (JournalView view = journal.view(0)) {
            assertThat(view.pieces(5, 100)).singleElement()
                    .matches(piece -> piece.source() == JournalView.Source.BEFORE && piece.offset() == 5
                            && piece.length() == 100);
        }
    }

    @Test
    void takesAGroupInPlaceAndLeavesItsPayloadsAlone() throws IOException {
        Writes group = group(4096, 1, 0, 70_000);
        past.add(group);
        List<ByteBuffer> before = new ArrayList<>();
        for (int i = 0; i < group.count(); i++) {
            before.add(ByteBuffer.allocate(group.length(i)).put(group.payload(i)).flip());
        }
        assertThat(journal.append(group)).isEqualTo(4);
        for (int i = 0; i < group.count(); i++) {
            assertThat(group.payload(i)).isEqualTo(before.get(i));
        }
        assertThat(batches(journal, 1, 4)).singleElement().matches(batch -> batch.recordCount() == 4);
        past.assertRecordsOf(journal);
        past.assertDiskOf(journal, 4);
    }

    @Test
    void splitsWhatIsBeyondTheLimits() throws IOException {
        Writes group = group(5000, 3 << 20, 100, Limits.RECORD_DATA_BYTES, 900_000, 900_000, 900_000, 900_000,
                (1 << 20) + 1);
        byte[] model = new byte[DISK_BYTES];
        for (int i = 0; i < group.count(); i++) {
            group.payload(i).get(0, model, (int) group.offset(i), group.length(i));
        }
        assertThat(journal.append(group)).isEqualTo(9 + 2 + 1);
        byte[] found = new byte[DISK_BYTES];
        try (JournalView view = journal.view(12)) {
            for (JournalView.Piece piece : view.pieces(0, DISK_BYTES)) {
                if (piece.source() == JournalView.Source.DATA) {
                    view.read(piece, 0, ByteBuffer.wrap(found, (int) piece.offset(), (int) piece.length()));
                }
            }
        }
        assertThat(found).isEqualTo(model);
        journal.append(List.of(write(5 << 20), new Record.Flush()));
        assertThat(journal.lastSequence()).isEqualTo(12 + 6);
        assertThat(batches(journal, 13, 18)).hasSize(2).allMatch(batch -> batch.rawLength() <= Limits.BATCH_BYTES);
    }

    @Test
    void refusesWhatIsOutsideTheDiskAndGoesOn() throws IOException {
        Writes outside = new Writes();
        outside.begin(ByteBuffer.allocateDirect(10_000));
        outside.add(DISK_BYTES - 4095, Writes.LEAD + Writes.HEADROOM, 4096);
        assertThatThrownBy(() -> journal.append(outside)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> journal.append(List.of(new Record.Zero(DISK_BYTES, 1))))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(journal.failed()).isFalse();
        append(write(100));
        past.assertRecordsOf(journal);
    }

    @Test
    void keepsAReceivedBatchByteByByte() throws IOException {
        append(write(3000), new Record.Zero(5, 9000), new Record.Flush());
        append(write(10));
        SimulatedFolder other = SimulatedFolder.named("receiver");
        Journal receiver = open(other, DISK, 1);
        for (Batch batch : batches(journal, 1, 4)) {
            receiver.append(batch);
        }
        assertThat(batches(receiver, 1, 4)).extracting(Batch::bytes)
                .isEqualTo(batches(journal, 1, 4).stream().map(Batch::bytes).toList());
        past.assertDiskOf(receiver, 4);
    }

    @Test
    void refusesABatchThatDoesNotFollow() throws IOException {
        append(write(10));
        append(write(10));
        List<Batch> two = batches(journal, 1, 2);
        Journal receiver = open(SimulatedFolder.named("receiver"), DISK, 1);
        assertThatThrownBy(() -> receiver.append(two.get(1))).isInstanceOf(IllegalArgumentException.class);
        receiver.append(two.get(0));
        assertThatThrownBy(() -> receiver.append(two.get(0))).isInstanceOf(IllegalArgumentException.class);
        Journal stranger = open(SimulatedFolder.named("stranger"), new JournalIdentity(new UUID(1, 1), DISK_BYTES), 1);
        assertThatThrownBy(() -> stranger.append(two.get(0))).isInstanceOf(IllegalArgumentException.class);
        Journal later = open(SimulatedFolder.named("later"), DISK, 2);
        assertThatThrownBy(() -> later.append(two.get(0))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epoch");
        Journal smaller = open(SimulatedFolder.named("smaller"), new JournalIdentity(DISK.disk(), 50), 1);
        assertThatThrownBy(() -> smaller.append(two.get(0))).isInstanceOf(DamagedException.class);
        for (Journal one : List.of(receiver, stranger, later, smaller)) {
            assertThat(one.failed()).isFalse();
        }
    }

    @Test
    void aBatchOfAHigherEpochBeginsIt() throws IOException {
        append(write(10));
        journal.beginEpoch(5);
        append(write(10));
        Journal receiver = open(SimulatedFolder.named("receiver"), DISK, 1);
        for (Batch batch : batches(journal, 1, 2)) {
            receiver.append(batch);
        }
        assertThat(receiver.epoch()).isEqualTo(5);
        assertThatThrownBy(() -> receiver.beginEpoch(4)).isInstanceOf(IllegalArgumentException.class);
        past.assertRecordsOf(receiver);
    }

    @Test
    void epochsRiseAndStay() throws IOException {
        journal.beginEpoch(2);
        journal.beginEpoch(3);
        append(write(10));
        journal.beginEpoch(3);
        journal.close();
        journal = open(folder, DISK, 2);
        assertThat(journal.epoch()).isEqualTo(3);
        journal.close();
        journal = open(folder, DISK, 7);
        assertThat(journal.epoch()).isEqualTo(7);
        append(write(10));
        assertThat(batches(journal, 1, 2)).extracting(Batch::epoch).containsExactly(3, 7);
    }

    @Test
    void tellsWhatIsDurableAndWhen() throws IOException {
        micros = 5_000_000;
        append(write(10));
        assertThat(journal.durableSequence()).isZero();
        journal.force();
        assertThat(journal.durableSequence()).isEqualTo(1);
        assertThat(journal.durableTimeMicros()).isEqualTo(5_000_000);
        micros = 6_000_000;
        append(write(10), new Record.Flush());
        assertThat(journal.durableTimeMicros()).isEqualTo(5_000_000);
        journal.seal();
        assertThat(journal.durableSequence()).isEqualTo(3);
        assertThat(journal.durableTimeMicros()).isEqualTo(6_000_000);
        journal.close();
        journal = open(folder, DISK, 1);
        assertThat(journal.durableTimeMicros()).isEqualTo(6_000_000);
    }

    @Test
    void aCursorGivesWholeBatchesUpToASequenceAndGoesOnLater() throws IOException {
        append(write(10), write(10), write(10));
        append(write(10), write(10));
        try (JournalCursor cursor = journal.cursor(2)) {
            assertThat(cursor.position()).isEqualTo(2);
            assertThat(cursor.next(2)).isEmpty();
            assertThat(cursor.next(4)).get().matches(batch -> batch.firstSequence() == 1);
            assertThat(cursor.position()).isEqualTo(4);
            assertThat(cursor.next(4)).isEmpty();
            assertThat(cursor.next(5)).isPresent();
            assertThat(cursor.next(Long.MAX_VALUE)).isEmpty();
            journal.seal();
            append(write(10));
            journal.beginEpoch(9);
            append(write(10));
            assertThat(cursor.next(7)).get().matches(batch -> batch.firstSequence() == 6);
            assertThat(cursor.next(7)).get().matches(batch -> batch.firstSequence() == 7);
            assertThat(cursor.next(7)).isEmpty();
        }
    }

    @Test
    void releasesWholeSegmentsThatNobodyReads() throws IOException {
        for (int i = 0; i < 100; i++) {
            append(write(4096));
        }
        journal.force();
        long before = journal.bytes();
        try (JournalCursor cursor = journal.cursor(30)) {
            long given = journal.release(70);
            assertThat(given).isPositive();
            assertThat(journal.bytes()).isEqualTo(before - given);
            assertThat(journal.firstSequence()).isBetween(2L, 30L);
            assertThat(cursor.next(100)).isPresent();
        }
        journal.release(70);
        assertThat(journal.firstSequence()).isBetween(40L, 71L);
        assertThatThrownBy(() -> journal.cursor(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.view(1)).isInstanceOf(IllegalArgumentException.class);
        past.assertRecordsOf(journal);
        past.assertDiskOf(journal, 100);
        journal.seal();
        journal.release(Long.MAX_VALUE);
        assertThat(journal.firstSequence()).isEqualTo(101);
        assertThat(journal.lastSequence()).isEqualTo(100);
        journal.close();
        journal = open(folder, DISK, 1);
        assertThat(journal.firstSequence()).isEqualTo(101);
        append(write(10));
    }

    @Test
    void findsSequencesByTimeEvenWhenTheClockWasPutBack() throws IOException {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            micros = i == 200 ? micros - 3_000_000 : micros + random.nextInt(30_000);
            append(write(700));
            times.add(micros);
            if (i % 97 == 0) {
                journal.seal();
            }
        }
        for (int i = 0; i < 300; i++) {
            long time = times.get(random.nextInt(300)) + random.nextInt(3) - 1;
            assertThat(journal.sequenceAt(time)).as("%d", time).isEqualTo(lastAtOrBefore(times, time));
        }
        assertThat(journal.sequenceAt(0)).isZero();
        assertThat(journal.sequenceAt(Long.MAX_VALUE)).isEqualTo(300);
    }

    private static long lastAtOrBefore(List<Long> times, long time) {
        for (int i = times.size(); i > 0; i--) {
            if (times.get(i - 1) <= time) {
                return i;
            }
        }
        return 0;
    }

    @Test
    void keepsMarksOverASeal() throws IOException {
        append(new Record.Mark(MarkKind.BOOKMARK, new UUID(1, 2), "vor dem Umzug ✓"), write(10));
        micros = 77;
        append(new Record.Mark(MarkKind.GROUP, new UUID(3, 4), ""));
        List<MarkEntry> expected = List.of(
                new MarkEntry(1, 1_000_000, MarkKind.BOOKMARK, new UUID(1, 2), "vor dem Umzug ✓", 0),
                new MarkEntry(3, 77, MarkKind.GROUP, new UUID(3, 4), "", 0));
        assertThat(journal.marks()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("position")
                .isEqualTo(expected);
        List<MarkEntry> placed = journal.marks();
        journal.seal();
        assertThat(journal.marks()).isEqualTo(placed);
    }

    @Test
    void writesOverTheFilesOfReleasedSegmentsAndTellsNothingOfWhatTheyHeld() throws IOException {
        journal.close();
        journal = Journal.open(folder, DISK, new JournalSettings(64 << 10, 2, 4), 1, 1, clock);
        for (int i = 0; i < 200; i++) {
            append(write(4096));
            if (i % 10 == 9) {
                journal.force();
                journal.release(past.last() - 30);
            }
        }
        journal.force();
        assertThat(folder.names()).anyMatch(name -> name.endsWith(".spare"));
        assertThat(new JournalVerifier(folder).findings()).isEmpty();
        past.assertRecordsOf(journal);
        folder.endProcess();
        journal = open(folder, DISK, 1);
        assertThat(journal.lastSequence()).isEqualTo(200);
        past.assertRecordsOf(journal);
        past.assertDiskOf(journal, 200);
        assertThat(folder.names()).noneMatch(name -> name.endsWith(".spare"));
    }

    @Test
    void isOpenOnlyOnce() {
        assertThatThrownBy(() -> open(folder, DISK, 1)).isInstanceOf(IOException.class).hasMessageContaining("lock");
    }

    @Test
    void refusesTheSegmentsOfAnotherDisk() throws IOException {
        append(write(10));
        journal.close();
        assertThatThrownBy(() -> open(folder, new JournalIdentity(new UUID(11, 23), DISK_BYTES), 1))
                .isInstanceOf(DamagedException.class).hasMessageContaining("belongs to disk");
        assertThatThrownBy(() -> open(folder, new JournalIdentity(DISK.disk(), DISK_BYTES - 1), 1))
                .isInstanceOf(DamagedException.class);
        open(folder, DISK, 1).close();
    }

    @Test
    void takesNothingAfterItIsClosed() throws IOException {
        append(write(10));
        journal.close();
        assertThatThrownBy(() -> journal.append(List.of(new Record.Flush())))
                .isInstanceOf(JournalFailedException.class);
    }

    @Test
    void whenTheDiskIsFullWhatIsThereCanBeReadAndReleasedToMakeRoom() throws IOException {
        folder.capacity(1 << 20);
        assertThatThrownBy(() -> {
            while (true) {
                Record write = write(4096);
                past.add(write);
                journal.append(List.of(write));
                if (past.last() % 20 == 0) {
                    journal.force();
                }
            }
        }).isInstanceOf(NoSpaceException.class);
        past.cut(journal.lastSequence());
        assertThat(journal.failed()).isTrue();
        assertThatThrownBy(() -> journal.append(List.of(new Record.Flush())))
                .isInstanceOf(JournalFailedException.class).hasMessageContaining("open the journal anew");
        past.assertRecordsOf(journal);
        journal.close();
        journal = open(folder, DISK, 1);
        past.assertRecordsOf(journal);
        assertThat(journal.release(100)).isPositive();
        journal.close();
        journal = open(folder, DISK, 1);
        assertThat(journal.failed()).isFalse();
        append(write(4096));
        journal.force();
        past.assertRecordsOf(journal);
    }

    @Test
    void refusesDamageBeforeADurablePositionAndCutsATornTail() throws IOException {
        for (int i = 0; i < 4; i++) {
            append(write(4096));
            journal.force();
        }
        folder.endProcess();
        var files = Files.of(folder);
        byte[] active = files.values().iterator().next();
        active[4096 + 2 * 4204 + 300] ^= 1;
        assertThatThrownBy(() -> open(Files.folder(files), DISK, 1)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("checksum of the batch of sequence 3");
        active[4096 + 2 * 4204 + 300] ^= 1;
        active[4096 + 3 * 4204 + 300] ^= 1;
        Journal cut = open(Files.folder(files), DISK, 1);
        assertThat(cut.lastSequence()).isEqualTo(3);
        past.cut(3);
        past.assertRecordsOf(cut);
    }

    private static final JournalIdentity LARGER = new JournalIdentity(DISK.disk(), DISK_BYTES + 4096);

    private void takesWhatLiesBeyond(Journal of, long after) throws IOException {
        assertThat(of.append(List.of(new Record.Zero(DISK_BYTES, 4096)))).isEqualTo(after + 1);
        of.force();
        assertThat(batches(of, 1, after + 1).getLast().lastSequence()).isEqualTo(after + 1);
        assertThatThrownBy(() -> of.append(List.of(new Record.Zero(DISK_BYTES + 4096, 1))))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aDiskThatGrewGoesOnInTheSameJournal() throws IOException {
        append(write(100));
        journal.grow(LARGER.diskSize());
        takesWhatLiesBeyond(journal, 1);
        journal.close();
        assertThatThrownBy(() -> open(folder, DISK, 1)).isInstanceOf(DamagedException.class);
        try (Journal again = open(folder, LARGER, 1)) {
            takesWhatLiesBeyond(again, 2);
            assertThatThrownBy(() -> again.grow(LARGER.diskSize())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new JournalVerifier(folder).findings()).isEmpty();
    }

    @Test
    void aJournalThatWasClosedIsOpenedForALargerDisk() throws IOException {
        append(write(100));
        journal.close();
        try (Journal again = open(folder, LARGER, 1)) {
            takesWhatLiesBeyond(again, 1);
        }
    }

    @Test
    void aJournalThatDiedWithRecordsOrWithoutIsOpenedForALargerDisk() throws IOException {
        for (int records = 0; records < 2; records++) {
            SimulatedFolder own = SimulatedFolder.named("died " + records);
            Journal died = open(own, DISK, 1);
            if (records > 0) {
                died.append(List.of(write(100)));
            }
            died.force();
            own.losePower(random);
            takesWhatLiesBeyond(open(own, LARGER, 1), records);
        }
    }
}
