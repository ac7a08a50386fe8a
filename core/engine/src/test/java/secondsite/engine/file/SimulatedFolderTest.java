package secondsite.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedFolderTest extends FolderContract {

    private final SimulatedFolder folder = SimulatedFolder.named("machine");
    private final Random random = new Random(7);

    @Override
    protected Folder newFolder() {
        return SimulatedFolder.named("machine");
    }

    @Test
    void keepsWhatWasForcedAndItsName() throws IOException {
        write("a", 4096, 1);
        folder.open("a").force();
        folder.force();
        write("a", 4096, 2);
        folder.losePower(random);
        byte[] left = read("a");
        for (int sector = 0; sector < 8; sector++) {
            byte[] part = Arrays.copyOfRange(left, sector * 512, sector * 512 + 512);
            assertThat(part).containsOnly(part[0]);
            assertThat(part[0]).isIn((byte) 1, (byte) 2);
        }
    }

    @Test
    void aLossOfPowerTakesKeepsAndTearsWhatWasNotForced() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            write("a", 1024, 1);
            folder.open("a").force();
            folder.force();
            write("a", 2048, 2);
            folder.losePower(random);
            byte[] left = read("a");
            outcomes.add(left.length + " " + left[0] + " " + left[512]);
            folder.delete("a");
        }
        assertThat(outcomes).contains("1024 1 1", "2048 2 2", "2048 1 2", "1024 2 1", "1024 1 2");
    }

    @Test
    void namesThatWereNotForcedMayGo() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            write("new", 1, 1);
            folder.open("new").force();
            folder.force();
            folder.rename("new", "renamed");
            write("later", 1, 1);
            folder.losePower(random);
            outcomes.add(folder.names().toString());
            folder.names().forEach(folder::delete);
            folder.force();
        }
        assertThat(outcomes).containsExactlyInAnyOrder("[new]", "[renamed]", "[later, renamed]");
    }

    @Test
    void theEndOfAProcessKeepsEverythingAndFreesItsLocks() throws IOException {
        SimulatedFile file = folder.create("a");
        file.write(ByteBuffer.wrap(new byte[]{5}), 0);
        folder.lock("lock");
        folder.endProcess();
        assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
        assertThat(read("a")).containsExactly(5);
        folder.lock("lock").close();
    }

    @Test
    void aFailedForceLosesForGoodWhatItShouldHaveMadeDurable() throws IOException {
        boolean lost = false;
        for (int i = 0; i < 50; i++) {
            SimulatedFile file = folder.create("f" + i);
            file.resize(512);
            file.force();
            folder.force();
            file.write(ByteBuffer.wrap(new byte[]{5}), 0);
            assertThatThrownBy(() -> file.failForce(random)).isInstanceOf(IOException.class);
            file.force();
            folder.losePower(random);
            lost |= read("f" + i)[0] == 0;
        }
        assertThat(lost).isTrue();
    }

    @Test
    void isFullWhenItsPagesAreUsed() throws IOException {
        folder.capacity(3 * 4096);
        write("a", 2 * 4096, 1);
        SimulatedFile file = folder.create("b");
        assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[2 * 4096]), 0))
                .isInstanceOf(NoSpaceException.class);
        assertThat(file.size()).isEqualTo(4096);
        assertThat(folder.freeBytes()).isZero();
        folder.delete("a");
        assertThat(folder.freeBytes()).isEqualTo(2 * 4096);
    }

    private void write(String name, int length, int value) throws IOException {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) value);
        try (SimulatedFile file = folder.exists(name) ? folder.open(name) : folder.create(name)) {
            file.write(ByteBuffer.wrap(data), 0);
        }
    }

    private byte[] read(String name) throws IOException {
        try (SimulatedFile file = folder.openReadOnly(name)) {
            ByteBuffer into = ByteBuffer.allocate((int) file.size());
            file.read(into, 0);
            return into.array();
        }
    }
}
