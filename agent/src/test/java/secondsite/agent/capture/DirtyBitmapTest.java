package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Limits;

class DirtyBitmapTest {

    private static final int GRANULE = 64 << 10;
    /** Some sectors of the bitmap, and a last granule that is shorter. */
    private static final long SIZE = 10_000L * GRANULE + 77;

    private final SimulatedFolder folder = SimulatedFolder.named("machine");
    private final JournalIdentity identity = new JournalIdentity(new UUID(1, 2), SIZE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equalsItsModelOverKills(long seed) throws IOException {
        Random random = new Random(seed);
        TreeSet<Long> model = new TreeSet<>();
        for (int run = 0; run < 10; run++) {
            try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
                assertThat(granules(bitmap)).isEqualTo(model);
                for (int i = 0; i < 50; i++) {
                    change(bitmap, model, random);
                }
                assertThat(granules(bitmap)).isEqualTo(model);
                bitmap.prepareSettle();
                bitmap.settle();
                folder.endProcess();
            }
        }
    }

    private static void change(DirtyBitmap bitmap, TreeSet<Long> model, Random random) throws IOException {
        long offset = random.nextLong(SIZE);
        long length = Math.min(SIZE - offset, 1 + random.nextLong(random.nextInt(20) == 0 ? SIZE : 200_000));
        if (random.nextInt(4) > 0) {
            bitmap.set(offset, length);
            for (long g = offset / GRANULE; g <= (offset + length - 1) / GRANULE; g++) {
                model.add(g);
            }
        } else {
            Extent found = bitmap.next(offset, length);
            if (found != null) {
                bitmap.clear(found);
                model.subSet(found.offset() / GRANULE, (found.end() + GRANULE - 1) / GRANULE).clear();
            }
        }
    }

    private static TreeSet<Long> granules(DirtyBitmap bitmap) {
        TreeSet<Long> found = new TreeSet<>();
        for (Extent range = bitmap.next(0, 1 << 20); range != null; range = range.end() == SIZE
                ? null
                : bitmap.next(range.end(), 1 << 20)) {
            for (long g = range.offset() / GRANULE; g * GRANULE < range.end(); g++) {
                found.add(g);
            }
        }
        return found;
    }

    @Test
    void whatWasClearedComesBackUntilItIsSettled() throws IOException {
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
            bitmap.set(0, 3 * GRANULE);
            bitmap.clear(new Extent(0, GRANULE, Extent.Kind.DATA));
            bitmap.prepareSettle();
            bitmap.clear(new Extent(GRANULE, GRANULE, Extent.Kind.DATA));
            bitmap.settle();
            assertThat(bitmap.dirtyBytes()).isEqualTo(GRANULE);
            folder.endProcess();
        }
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
            assertThat(granules(bitmap)).containsExactly(1L, 2L);
            bitmap.clear(new Extent(GRANULE, GRANULE, Extent.Kind.DATA));
            bitmap.restore();
            assertThat(granules(bitmap)).containsExactly(1L, 2L);
        }
    }

    @Test
    void aWriteBetweenPreparingAndSettlingStaysDirty() throws IOException {
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
            bitmap.set(0, GRANULE);
            bitmap.clear(new Extent(0, GRANULE, Extent.Kind.DATA));
            bitmap.prepareSettle();
            bitmap.set(5, 1);
            bitmap.settle();
            folder.endProcess();
        }
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
            assertThat(granules(bitmap)).containsExactly(0L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aLossOfPowerNeverForgetsWhatWasForced(long seed) throws IOException {
        Random random = new Random(seed);
        TreeSet<Long> durable = new TreeSet<>();
        for (int run = 0; run < 30; run++) {
            try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
                assertThat(granules(bitmap)).containsAll(durable);
                durable = granules(bitmap);
                for (int i = 0; i < 5; i++) {
                    bitmap.set(random.nextLong(SIZE), 1);
                }
                if (random.nextBoolean()) {
                    bitmap.force();
                    durable = granules(bitmap);
                }
                folder.losePower(random);
            }
        }
    }

    @Test
    void aDamagedSectorCountsAsAllDirty() throws IOException {
        DirtyBitmap.open(folder, identity).close();
        flip(2 * 512 + 100);
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, identity)) {
            assertThat(bitmap.next(0, SIZE)).isEqualTo(
                    new Extent(4032L * GRANULE, 4032L * GRANULE, Extent.Kind.DATA));
        }
    }

    @Test
    void refusesADamagedHeaderAndTheBitmapOfAnotherDisk() throws IOException {
        DirtyBitmap.open(folder, identity).close();
        assertThatThrownBy(() -> DirtyBitmap.open(folder, new JournalIdentity(new UUID(1, 3), SIZE)))
                .isInstanceOf(DamagedException.class).hasMessageContaining("another disk");
        flip(3);
        assertThatThrownBy(() -> DirtyBitmap.open(folder, identity)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("header");
    }

    private void flip(long position) throws IOException {
        try (StoredFile file = folder.open(DirtyBitmap.NAME)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 4)).flip();
            file.write(one, position);
            file.force();
        }
    }

    @Test
    void theLargestDiskTakesFewMebibytes() throws IOException {
        var largest = new JournalIdentity(new UUID(1, 2), Limits.DISK_BYTES);
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, largest)) {
            bitmap.setAll();
            assertThat(bitmap.dirtyBytes()).isEqualTo(Limits.DISK_BYTES);
            assertThat(folder.openReadOnly(DirtyBitmap.NAME).size()).isLessThan(5 << 20);
        }
    }
}
