package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Record;

/** What damage costs, and how it heals. */
class ReplicaDamageTest {

    private static final int SIZE = 256 << 10;
    private static final int ROTTEN = 100_000;

    private final SimulatedFolder folder = SimulatedFolder.named("target");
    private final SourceDisk source = new SourceDisk(SIZE, 0, new Random(3));
    private Replica replica;

    @BeforeEach
    void make() throws IOException {
        replica = Replica.create(folder, source.identity(), 5, Life.SETTINGS, () -> Instant.EPOCH);
        byte[] data = new byte[SIZE];
        new Random(4).nextBytes(data);
        source.write(new Record.Write(0, ByteBuffer.wrap(data), false));
        replica.journal().append(source.batches.get(1L));
        replica.journal().force();
        replica.copy(source.copy(0, SIZE));
        replica.finishCopy(1);
        replica.history().giveUpBefore(1);
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
    }

    @Test
    void onlyTheDamagedPartOfTheBaseIsNotServed() throws IOException {
        flip(folder, BaseImage.NAME, ROTTEN);
        try (Disk past = replica.past(1)) {
            var before = ByteBuffer.allocate(ROTTEN / 4096 * 4096);
            past.read(before, 0);
            assertThat(before.flip().mismatch(ByteBuffer.wrap(source.now(), 0, before.capacity()))).isNegative();
            assertThatThrownBy(() -> past.read(ByteBuffer.allocate(1), ROTTEN - 5)).isInstanceOf(DamagedException.class)
                    .hasMessageContaining(BaseImage.NAME);
        }
        assertThat(replica.findings()).hasSize(1);
    }

    @Test
    void aResynchronizationHealsTheBaseForLaterPoints() throws IOException {
        flip(folder, BaseImage.NAME, ROTTEN);
        BlockSums known = replica.checksums(0, SIZE, 4096, 1, false);
        assertThat(known.differences(sourceSums())).isEmpty();
        List<Integer> differing = replica.checksums(0, SIZE, 4096, 1, true).differences(sourceSums());
        assertThat(differing).containsExactly(ROTTEN / 4096);
        replica.journal().append(source.beginResync());
        int at = ROTTEN / 4096 * 4096;
        replica.journal().append(source.write(new Record.Copy(at, ByteBuffer.wrap(source.now(), at, 4096).slice())));
        replica.journal().append(source.endResync());
        replica.journal().force();
        Pasts.assertEquals(replica, source, List.of(source.last()));
        replica.history().giveUpBefore(source.last());
        assertThat(replica.checksums(0, SIZE, 4096, source.last(), true).differences(sourceSums())).isEmpty();
    }

    @Test
    void theBaseIsNotMovedOverDamage() throws IOException {
        flip(folder, BaseImage.NAME, ROTTEN);
        replica.journal().append(source.write(new Record.Write(ROTTEN + 50, ByteBuffer.wrap(new byte[]{1, 2}), false)));
        replica.journal().force();
        assertThatThrownBy(() -> replica.history().giveUpBefore(source.last())).isInstanceOf(DamagedException.class);
        byte[] raw = Files.read(folder, BaseImage.NAME);
        assertThat(raw[ROTTEN + 50]).isEqualTo(source.states.get(1L)[ROTTEN + 50]);
        flip(folder, BaseImage.NAME, ROTTEN);
        replica.history().giveUpBefore(source.last());
        Pasts.assertEquals(replica, source, List.of(source.last()));
    }

    @Test
    void aDamagedIndexCostsNoPoint() throws IOException {
        for (int i = 0; i < 40; i++) {
            replica.journal().append(source.write(1));
        }
        replica.journal().force();
        List<Long> before = Pasts.recoverable(replica);
        replica.close();
        Folder journal = folder.folder("journal");
        for (String name : journal.names().stream().filter(name -> name.endsWith(".segment")).toList()) {
            damageIndex(journal, name);
        }
        replica = Replica.open(folder, Life.SETTINGS, () -> Instant.EPOCH);
        assertThat(Pasts.recoverable(replica)).isEqualTo(before);
        Pasts.assertEquals(replica, source, before);
        assertThat(replica.verify((done, of) -> true)).isTrue();
        assertThat(replica.findings()).isNotEmpty();
    }

    private BlockSums sourceSums() {
        var sums = ByteBuffer.allocate(SIZE / 4096 * BlockSums.BYTES);
        new BlockHash(5).sums(ByteBuffer.wrap(source.now()), 4096, sums);
        return new BlockSums(0, 4096, 5, sums.flip());
    }

    /** The index stands before the footer of 96 bytes and begins with its magic. */
    private static void damageIndex(Folder journal, String name) throws IOException {
        byte[] bytes = Files.read(journal, name);
        byte[] magic = "INDX".getBytes();
        for (int at = bytes.length - 100; at > 4096; at--) {
            if (Arrays.equals(bytes, at, at + 4, magic, 0, 4)) {
                bytes[at + 9] ^= 1;
                Files.write(journal, name, bytes);
                return;
            }
        }
    }

    private static void flip(Folder in, String name, int at) throws IOException {
        try (var file = in.open(name)) {
            var one = ByteBuffer.allocate(1);
            file.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 16));
            file.write(one.flip(), at);
        }
    }
}
