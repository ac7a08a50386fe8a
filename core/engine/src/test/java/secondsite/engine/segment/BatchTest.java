package secondsite.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final Random random = new Random(5);

    private List<SequencedRecord> records(long first, int count) {
        List<SequencedRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[random.nextInt(3000)];
            Record record = switch (random.nextInt(6)) {
                case 0 -> new Record.Zero(random.nextLong(1L << 40), random.nextInt(Limits.RANGE_BYTES));
                case 1 -> new Record.Trim(random.nextLong(1L << 40), Limits.RANGE_BYTES);
                case 2 -> new Record.Flush();
                case 3 -> new Record.Mark(MarkKind.GROUP, new UUID(i, 3), "group " + i);
                case 4 -> new Record.Copy(random.nextLong(1L << 40), ByteBuffer.wrap(data));
                default -> new Record.Write(random.nextLong(1L << 40), ByteBuffer.wrap(data), random.nextBoolean());
            };
            records.add(new SequencedRecord(first + i, 1_000_000 + i, record));
        }
        return records;
    }

    private static Batch packed(List<SequencedRecord> records, boolean compress) throws IOException {
        return new BatchPacker(1 << 20, compress).pack(77, 3, records);
    }

    @Test
    void givesBackItsRecordsPlainAndCompressed() throws IOException {
        List<SequencedRecord> records = records(100, 60);
        for (boolean compress : new boolean[]{false, true}) {
            Batch made = packed(records, compress);
            ByteBuffer sent = ByteBuffer.allocate(made.length() + 10).put(5, made.bytes(), 0, made.length())
                    .position(5);
            Batch taken = Batch.take(sent, "a test");
            assertThat(sent.position()).isEqualTo(5 + made.length());
            assertThat(taken.records()).isEqualTo(records);
            assertThat(taken.compressed()).isEqualTo(compress);
            assertThat(taken.epoch()).isEqualTo(3);
            assertThat(taken.diskTag()).isEqualTo(77);
            assertThat(taken.firstSequence()).isEqualTo(100);
            assertThat(taken.lastSequence()).isEqualTo(159);
            assertThat(taken.timeMicros()).isEqualTo(1_000_000);
        }
    }

    @Test
    void whatDoesNotShrinkIsStoredPlain() throws IOException {
        byte[] noise = new byte[5000];
        random.nextBytes(noise);
        Batch batch = packed(List.of(new SequencedRecord(1, 1, new Record.Write(0, ByteBuffer.wrap(noise), false))),
                true);
        assertThat(batch.compressed()).isFalse();
        assertThat(batch.length()).isEqualTo(64 + 28 + 5000);
    }

    @Test
    void aPartHasTheSameRecords() throws IOException {
        List<SequencedRecord> records = records(100, 60);
        for (boolean compress : new boolean[]{false, true}) {
            Batch batch = packed(records, compress);
            assertThat(batch.from(130).records()).isEqualTo(records.subList(30, 60));
            assertThat(batch.from(130).firstSequence()).isEqualTo(130);
            assertThat(batch.through(130).records()).isEqualTo(records.subList(0, 31));
            assertThat(batch.from(50)).isSameAs(batch);
            assertThatThrownBy(() -> batch.from(160)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void manySmallBatchesBecomeFewWithTheSameRecords() throws IOException {
        List<SequencedRecord> all = records(1, 500);
        List<Batch> small = new ArrayList<>();
        for (int i = 0; i < 500; i += 5) {
            small.add(packed(all.subList(i, i + 5), false));
        }
        BatchPacker packer = new BatchPacker(100_000, true);
        for (int run = 0; run < 2; run++) {
            List<Batch> packed = packer.pack(small);
            assertThat(packed).hasSizeBetween(2, 12).allMatch(batch -> batch.rawLength() <= 100_000);
            List<SequencedRecord> unpacked = new ArrayList<>();
            for (Batch batch : packed) {
                unpacked.addAll(batch.records());
            }
            assertThat(unpacked).isEqualTo(all);
        }
    }

    @Test
    void batchesOfTwoEpochsAreNotPackedTogether() throws IOException {
        BatchPacker packer = new BatchPacker(1 << 20, false);
        Batch one = packer.pack(77, 1, records(1, 2));
        Batch other = packer.pack(77, 2, records(3, 2));
        Batch gap = packer.pack(77, 2, records(9, 2));
        assertThat(packer.pack(List.of(one, other, gap))).extracting(Batch::firstSequence).containsExactly(1L, 3L, 9L);
    }

    @Test
    void refusesWhatIsBeyondTheLimits() {
        BatchPacker packer = new BatchPacker(1 << 20, false);
        List<Record> beyond = List.of(
                new Record.Write(0, ByteBuffer.allocate(Limits.RECORD_DATA_BYTES + 1), false),
                new Record.Zero(0, Limits.RANGE_BYTES + 1), new Record.Zero(-1, 1),
                new Record.Trim(Limits.DISK_BYTES, 1), new Record.Mark(MarkKind.BOOKMARK, new UUID(1, 1),
                        "x".repeat(Limits.MARK_BYTES)));
        for (Record record : beyond) {
            assertThatThrownBy(() -> packer.pack(1, 1, List.of(new SequencedRecord(1, 1, record))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void leavesTheBufferWhereItIsWhenItIsDamaged() throws IOException {
        Batch batch = packed(records(1, 5), false);
        ByteBuffer sent = ByteBuffer.allocate(batch.length()).put(batch.bytes()).flip();
        sent.put(70, (byte) (sent.get(70) + 1));
        assertThatThrownBy(() -> Batch.take(sent, "slice 7")).isInstanceOf(DamagedException.class)
                .hasMessageContaining("slice 7");
        assertThat(sent.position()).isZero();
        assertThatThrownBy(() -> Batch.take(ByteBuffer.allocate(10), "slice 8")).isInstanceOf(DamagedException.class);
    }
}
