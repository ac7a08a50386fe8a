package secondsite.engine.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.NoSpaceException;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** T9: what comes twice, out of order, from an older epoch, cut off, for another disk or too early is refused or changes nothing. */
class IntakeTest {

    private static final UUID DISK = new UUID(0xA1B2C3D4E5F60718L, 1);
    private static final JournalIdentity IDENTITY = new JournalIdentity(DISK, 1 << 20);

    private final BatchPacker packer = new BatchPacker(1 << 20, true);
    private final SimulatedFolder folder = SimulatedFolder.named("cache");
    private Journal journal;
    private Intake intake;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(folder, IDENTITY, new JournalSettings(1 << 20), 1, 1, () -> Instant.EPOCH);
        intake = new Intake(journal, () -> 0);
    }

    private Batch batch(UUID disk, int epoch, long first, int records) throws IOException {
        var all = new ArrayList<SequencedRecord>();
        for (int i = 0; i < records; i++) {
            all.add(new SequencedRecord(first + i, 1000 + first + i,
                    Records.write((first + i) * 512, 512, (int) (first + i))));
        }
        return packer.pack(disk.getMostSignificantBits(), epoch, all);
    }

    private Slice slice(int epoch, long first, int records) throws IOException {
        return new Slice(DISK, epoch, List.of(batch(DISK, epoch, first, records)));
    }

    private static Answer.Accepted accepted(long sequence) {
        return new Answer.Accepted(new Position(1, sequence, 0));
    }

    @Test
    void acknowledgesWhatSurvivesALossOfPower() throws IOException {
        assertThat(intake.take(slice(1, 1, 5))).isEqualTo(accepted(5));
        folder.losePower(new Random(1));
        open();
        assertThat(journal.lastSequence()).isEqualTo(5);
    }

    @Test
    void takesNothingOfAnEpochBeforeTheLeastOneThatWasTold() throws IOException {
        var least = new AtomicInteger(1);
        var told = new Intake(journal, () -> 0, least::get);
        assertThat(told.take(slice(1, 1, 5))).isEqualTo(accepted(5));
        least.set(3);
        assertThat(told.position()).isEqualTo(new Position(3, 5, 0));
        assertThat(told.take(slice(1, 6, 1))).isEqualTo(new Answer.StaleEpoch(3));
        assertThat(told.take(slice(2, 6, 1))).isEqualTo(new Answer.StaleEpoch(3));
        var older = new Slice(DISK, 4, List.of(batch(DISK, 2, 6, 1), batch(DISK, 4, 7, 1)));
        assertThat(told.take(older)).as("a newer sender's older records").isEqualTo(new Answer.StaleEpoch(3));
        assertThat(journal.lastSequence()).isEqualTo(5);
        assertThat(journal.epoch()).isOne();
        assertThat(told.take(slice(4, 6, 2))).isEqualTo(new Answer.Accepted(new Position(4, 7, 0)));
    }

    @Test
    void takesTheSameSliceOnlyOnce() throws IOException {
        intake.take(slice(1, 1, 5));
        List<String> before = Records.of(journal);
        assertThat(intake.take(slice(1, 1, 5))).isEqualTo(accepted(5));
        assertThat(Records.of(journal)).isEqualTo(before);
    }

    @Test
    void takesOnlyWhatIsNewOfASliceThatOverlaps() throws IOException {
        intake.take(slice(1, 1, 5));
        assertThat(intake.take(slice(1, 3, 6))).isEqualTo(accepted(8));
        assertThat(Records.of(journal)).hasSize(8).allSatisfy(said -> {
            long sequence = Long.parseLong(said.substring(0, said.indexOf(':')));
            assertThat(said).isEqualTo(
                    sequence + ": " + Records.said(Records.write(sequence * 512, 512, (int) sequence)));
        });
    }

    @Test
    void answersAGapWithTheRecordThatIsNext() throws IOException {
        intake.take(slice(1, 1, 5));
        assertThat(intake.take(slice(1, 7, 2))).isEqualTo(new Answer.Gap(6));
        assertThat(journal.lastSequence()).isEqualTo(5);
    }

    @Test
    void refusesAnEpochThatIsOver() throws IOException {
        intake.take(slice(1, 1, 2));
        intake.take(slice(4, 3, 2));
        assertThat(intake.take(slice(3, 5, 2))).isEqualTo(new Answer.StaleEpoch(4));
        assertThat(journal.lastSequence()).isEqualTo(4);
    }

    @Test
    void refusesRecordsOfAnOlderEpochThatComeInANewerOnesName() throws IOException {
        intake.take(slice(4, 1, 2));
        assertThat(intake.take(new Slice(DISK, 5, List.of(batch(DISK, 3, 3, 2))))).isEqualTo(new Answer.StaleEpoch(4));
        assertThat(journal.lastSequence()).isEqualTo(2);
    }

    @Test
    void refusesRecordsOfANewerEpochThanTheSenderHas() throws IOException {
        assertThat(intake.take(new Slice(DISK, 1, List.of(batch(DISK, 2, 1, 2))))).isInstanceOf(Answer.Refused.class);
        assertThat(journal.epoch()).isEqualTo(1);
    }

    @Test
    void refusesASliceOfAnotherDisk() throws IOException {
        UUID other = new UUID(42, 42);
        assertThat(intake.take(new Slice(other, 1, List.of(batch(other, 1, 1, 2))))).isInstanceOf(Answer.Refused.class);
        assertThat(intake.take(new Slice(DISK, 1, List.of(batch(other, 1, 1, 2))))).isInstanceOf(Answer.Refused.class);
        assertThat(journal.lastSequence()).isZero();
    }

    @Test
    void refusesARecordOutsideTheDisk() throws IOException {
        Batch outside = packer.pack(IDENTITY.diskTag(), 1,
                List.of(new SequencedRecord(1, 1, Records.write((1 << 20) - 100, 512, 1))));
        assertThat(intake.take(new Slice(DISK, 1, List.of(outside)))).isInstanceOf(Answer.Refused.class);
        assertThat(journal.lastSequence()).isZero();
        assertThat(intake.take(slice(1, 1, 1))).isEqualTo(accepted(1));
    }

    @Test
    void findsEveryBitThatWasFlippedAndEveryCut() throws IOException {
        byte[] whole = ShipWorld.bytes(List.of(batch(DISK, 1, 1, 3), batch(DISK, 1, 4, 3)));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Slice.take(DISK, 1, ByteBuffer.wrap(flipped), "slice")).as("bit " + bit)
                    .isInstanceOf(DamagedException.class).hasMessageContaining("slice");
        }
        int firstEnd = batch(DISK, 1, 1, 3).length();
        for (int length = 0; length < whole.length; length++) {
            if (length != firstEnd) {
                ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> Slice.take(DISK, 1, cut, "slice")).as("cut at " + length)
                        .isInstanceOf(DamagedException.class);
            }
        }
    }

    @Test
    void refusesBatchesThatDoNotFollowEachOther() throws IOException {
        for (long second : new long[]{3, 5, 1}) {
            byte[] bytes = ShipWorld.bytes(List.of(batch(DISK, 1, 1, 3), batch(DISK, 1, second, 3)));
            assertThatThrownBy(() -> Slice.take(DISK, 1, ByteBuffer.wrap(bytes), "slice"))
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void acknowledgesNothingThatDidNotFitOnTheDisk() throws IOException {
        folder.capacity(300_000);
        long acknowledged = 0;
        boolean full = false;
        for (long first = 1; !full; first += 20) {
            try {
                var records = new ArrayList<SequencedRecord>();
                for (int i = 0; i < 20; i++) {
                    byte[] noise = new byte[4000];
                    new Random(first + i).nextBytes(noise);
                    records.add(new SequencedRecord(first + i, 1, new Record.Write(0, ByteBuffer.wrap(noise), false)));
                }
                acknowledged = ((Answer.Accepted) intake.take(new Slice(DISK, 1,
                        List.of(packer.pack(IDENTITY.diskTag(), 1, records))))).position().gatewaySequence();
            } catch (NoSpaceException e) {
                full = true;
            }
        }
        assertThat(acknowledged).isPositive();
        folder.losePower(new Random(3));
        folder.capacity(10_000_000);
        open();
        assertThat(journal.lastSequence()).isGreaterThanOrEqualTo(acknowledged);
        long next = journal.lastSequence() + 1;
        assertThat(intake.take(slice(1, next, 1))).isEqualTo(accepted(next));
    }
}
