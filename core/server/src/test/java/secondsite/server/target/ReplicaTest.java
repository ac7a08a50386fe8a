package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Record;

class ReplicaTest {

    private static final int SIZE = 5 * 1024 * 1024 + 77;
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final SourceDisk source = new SourceDisk(SIZE, micros(START), new Random(4));
    private final SimulatedFolder folder = SimulatedFolder.named("replica");
    private Replica replica;

    @BeforeEach
    void make() throws IOException {
        replica = Replica.create(folder, source.identity(), 99, new JournalSettings(64 << 10), () -> START);
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
    }

    @Test
    void servesThePastOfWhatWasCopiedAndShipped() throws IOException {
        copyWhileWriting();
        for (long sequence = source.last() - 10; sequence <= source.last(); sequence++) {
            assertPast(sequence);
        }
        reopen();
        assertPast(source.last());
        assertThat(replica.recoverableRanges()).containsExactly(new SequenceRange(20, source.last()));
    }

    @Test
    void nothingIsRecoverableBeforeTheJournalHasTheEndOfTheCopy() throws IOException {
        ship(4);
        replica.copy(source.copy(0, SIZE));
        replica.forceCopy();
        assertThat(replica.whyNotRecoverable(4)).hasValueSatisfying(why -> assertThat(why).contains("initial copy"));
        replica.finishCopy(6);
        assertThat(replica.recoverableRanges()).isEmpty();
        assertThat(replica.whyNotRecoverable(6)).hasValueSatisfying(why -> assertThat(why).contains("not here yet"));
        ship(2);
        assertThat(replica.recoverableRanges()).containsExactly(new SequenceRange(6, 6));
        assertPast(6);
        assertThatThrownBy(() -> replica.past(5)).isInstanceOf(NotRecoverableException.class);
    }

    @Test
    void aDiskWithoutWritesIsRecoverableAtOnce() throws IOException {
        replica.copy(source.copy(0, SIZE));
        replica.finishCopy(0);
        assertPast(0);
        assertThat(replica.status().recoverable()).isTrue();
    }

    /** Nobody reads a long journal's marks again and again to tell how it is. */
    @Test
    void theStatusIsToldWithoutReading() throws IOException {
        var small = new SourceDisk(64 << 10, micros(START), new Random(5));
        var place = SimulatedFolder.named("small");
        var settings = new JournalSettings(16 << 10);
        try (var made = Replica.create(place, small.identity(), 99, settings, () -> START)) {
            made.copy(small.copy(0, 64 << 10));
            made.finishCopy(0);
            for (int i = 0; i < 60; i++) {
                made.journal().append(small.write(10));
            }
        }
        var calls = new Faults(new Random(1));
        try (var opened = Replica.open(new FailingFolder(place, calls), settings, () -> START)) {
            long before = calls.calls();
            ReplicaStatus first = opened.status();
            assertThat(first.newest()).hasValue(small.last());
            long firstCalls = calls.calls();
            assertThat(firstCalls - before).as("calls for the first time").isGreaterThan(20);
            assertThat(opened.status()).isEqualTo(first);
            assertThat(calls.calls()).as("calls after the second time").isEqualTo(firstCalls);
        }
    }

    @Test
    void theCopyGoesOnAtTheFirstChunkThatIsNotDurable() throws IOException {
        source.write(new Record.Write(0, ByteBuffer.wrap(new byte[]{1, 2, 3}), false));
        replica.journal().append(source.batches.get(1L));
        assertThat(replica.copy(source.copy(0, 4 << 20))).containsExactly(0);
        assertThat(replica.copyState().copied().isEmpty()).isTrue();
        assertThat(replica.forceCopy().copied().stream().toArray()).containsExactly(0);
        replica.copy(source.copy(4 << 20, SIZE - 100));
        reopen();
        assertThat(replica.copyState().copied().stream().toArray()).containsExactly(0);
        assertThatThrownBy(() -> replica.finishCopy(1)).hasMessageContaining("1 of 2 chunks are missing");
        replica.copy(source.copy(4 << 20, SIZE));
        replica.journal().force();
        replica.finishCopy(1);
        assertPast(1);
    }

    @Test
    void theEndOfTheCopyIsToldOnceOrTheSameAgain() throws IOException {
        copyWhileWriting();
        replica.finishCopy(20);
        assertThatThrownBy(() -> replica.finishCopy(21)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> replica.copy(source.copy(0, 4096))).hasMessageContaining("ended");
    }

    @Test
    void foreignOrWrongRecordsAreNotCopied() throws IOException {
        assertThatThrownBy(() -> replica.copy(source.write(new Record.Flush())))
                .hasMessageContaining("neither COPY nor ZERO");
        var larger = new SourceDisk(SIZE + 4096, 0, new Random(5));
        assertThatThrownBy(() -> replica.copy(larger.copy(SIZE, SIZE + 4096))).hasMessageContaining("outside the disk");
        assertThat(replica.copyState().copied().isEmpty()).isTrue();
    }

    @Test
    void onlyOneHasAFolderOpen() {
        assertThatThrownBy(() -> Replica.open(folder, JournalSettings.DEFAULTS, () -> START))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Replica.create(folder, source.identity(), 1, JournalSettings.DEFAULTS, () -> START))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aReplicaIsNotMadeOverAnother() throws IOException {
        replica.close();
        assertThatThrownBy(() -> Replica.create(folder, source.identity(), 1, JournalSettings.DEFAULTS, () -> START))
                .hasMessageContaining("already");
        reopenClosed();
    }

    @Test
    void saysWhoItIs() throws IOException {
        reopen();
        assertThat(replica.identity())
                .isEqualTo(new ReplicaIdentity(source.id, SIZE, "machine", "disk 0", START, 99, 1, 1));
    }

    @Test
    void findsPointsAndSequencesByTime() throws IOException {
        copyWhileWriting();
        replica.journal().append(source.mark("before the change"));
        replica.journal().force();
        long marked = source.last();
        ship(3);
        Instant then = instant(source.times.get(marked));
        assertThat(replica.points(then, then)).extracting(RecoveryPoint::sequence, RecoveryPoint::label)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(marked, "before the change"));
        assertThat(replica.sequenceAt(then)).hasValue(marked);
        assertThat(replica.sequenceAt(then.plusMillis(500))).hasValue(marked);
        assertThat(replica.sequenceAt(START)).isEmpty();
        assertThat(replica.sequenceAt(then.plusSeconds(1000))).hasValue(source.last());
    }

    @Test
    void withinAResynchronizationNothingIsRecoverable() throws IOException {
        copyWhileWriting();
        long before = source.last();
        replica.journal().append(source.beginResync());
        ship(5);
        replica.journal().force();
        assertThat(replica.recoverableRanges()).containsExactly(new SequenceRange(20, before));
        assertThat(replica.whyNotRecoverable(before + 2)).hasValueSatisfying(why -> assertThat(why)
                .contains("resynchronization").contains("before is " + before));
        assertPast(before);
        replica.journal().append(source.endResync());
        ship(2);
        assertThat(replica.recoverableRanges()).containsExactly(new SequenceRange(20, before),
                new SequenceRange(source.last() - 2, source.last()));
        assertThat(replica.sequenceAt(instant(source.times.get(before + 3)))).hasValue(before);
        assertPast(source.last());
    }

    @Test
    void checksumsAreThoseOfTheSource() throws IOException {
        copyWhileWriting();
        for (int block : new int[]{4096, 65536}) {
            for (boolean read : new boolean[]{true, false}) {
                assertThat(replica.checksums(0, SIZE, block, source.last(), read).sums())
                        .isEqualTo(sums(source.now(), block));
                assertThat(replica.checksums(65536 * 3, 65536 * 9, block, 25, read).sums())
                        .isEqualTo(sums(Arrays.copyOfRange(source.states.get(25L), 65536 * 3, 65536 * 12), block));
            }
        }
        assertThatThrownBy(() -> replica.checksums(0, SIZE, 4096, source.last() + 1, true))
                .isInstanceOf(NotRecoverableException.class);
    }

    @Test
    void pinsOutliveTheProcess() throws IOException {
        copyWhileWriting();
        replica.pin(22, "test failover of \n machine: 7", "anna");
        assertThatThrownBy(() -> replica.pin(3, "too old", "anna")).isInstanceOf(NotRecoverableException.class);
        reopen();
        assertThat(replica.pins()).containsOnlyKeys(22L);
        assertThat(replica.pins().get(22L)).isEqualTo(new PinnedPoint(22, "test failover of \n machine: 7", "anna",
                START, Instant.EPOCH.plus(source.times.get(22L), ChronoUnit.MICROS)));
        replica.unpin(22);
        assertThat(replica.pins()).isEmpty();
    }

    private void copyWhileWriting() throws IOException {
        ship(10);
        replica.copy(source.copy(0, 3 << 20));
        ship(5);
        replica.copy(source.copy(3 << 20, SIZE));
        ship(5);
        replica.finishCopy(20);
        ship(15);
    }

    private void ship(int records) throws IOException {
        replica.journal().append(source.write(records));
        replica.journal().force();
    }

    private void reopen() throws IOException {
        replica.close();
        reopenClosed();
    }

    private void reopenClosed() throws IOException {
        replica = Replica.open(folder, new JournalSettings(64 << 10), () -> START);
    }

    private void assertPast(long sequence) throws IOException {
        try (Disk past = replica.past(sequence)) {
            var read = ByteBuffer.allocate(SIZE);
            past.read(read, 0);
            assertThat(read.array()).as("at sequence " + sequence).isEqualTo(source.states.get(sequence));
        }
    }

    private static ByteBuffer sums(byte[] of, int block) {
        var sums = ByteBuffer.allocate((of.length + block - 1) / block * BlockSums.BYTES);
        new BlockHash(99).sums(ByteBuffer.wrap(of), block, sums);
        return sums.flip();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
