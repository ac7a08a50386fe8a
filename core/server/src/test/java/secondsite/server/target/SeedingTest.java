package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalSettings;

class SeedingTest {

    private static final int SIZE = (9 << 20) + 512;
    private static final UUID DISK = UUID.randomUUID();

    private final SimulatedFolder folder = SimulatedFolder.named("replica");
    private final byte[] content = new byte[SIZE];
    private Disk old;
    private Replica replica;

    @BeforeEach
    void make() throws IOException {
        old = disk(SIZE);
        var random = new Random(11);
        for (int at : new int[]{0, 4096, 5 << 20, SIZE - 512}) {
            byte[] some = new byte[512];
            random.nextBytes(some);
            System.arraycopy(some, 0, content, at, some.length);
            old.write(ByteBuffer.wrap(some), at);
        }
        replica = Replica.create(folder, new Replica.NewReplica(DISK, SIZE, "machine", "root", 1, 3), 5,
                new JournalSettings(64 << 10), InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
        old.close();
    }

    private static Disk disk(long size) throws IOException {
        StoredFile file = SimulatedFolder.named("old").create("disk");
        file.resize(size);
        return new FileDisk(file);
    }

    private void reopen() throws IOException {
        replica.close();
        replica = Replica.open(folder, new JournalSettings(64 << 10), InstantSource.system());
    }

    private byte[] past(long sequence) throws IOException {
        try (var past = replica.past(sequence)) {
            ByteBuffer all = ByteBuffer.allocate(SIZE);
            past.read(all, 0);
            return all.array();
        }
    }

    @Test
    void theReplicaIsAsTheOldDiskAndSaysThatAComparisonIsDue() throws IOException {
        assertThat(new Seeding(replica, old).run(() -> false)).isTrue();

        assertThat(past(0)).isEqualTo(content);
        assertThat(replica.journal().lastSequence()).isEqualTo(1);
        assertThat(replica.whyNotRecoverable(1)).hasValueSatisfying(
                why -> assertThat(why).contains("resynchronization"));
        reopen();
        assertThat(past(0)).isEqualTo(content);
        assertThat(Seeding.over(replica)).isTrue();
    }

    @Test
    void whatWasStoppedGoesOnAndNothingIsDoneTwice() throws IOException {
        int[] asked = {0};
        assertThat(new Seeding(replica, old).run(() -> asked[0]++ > 0)).isFalse();
        replica.forceCopy();
        reopen();
        assertThat(replica.recoverable()).isFalse();

        assertThat(new Seeding(replica, old).run(() -> false)).isTrue();
        assertThat(new Seeding(replica, old).run(() -> false)).isTrue();

        assertThat(past(0)).isEqualTo(content);
        assertThat(replica.journal().lastSequence()).isEqualTo(1);
    }

    @Test
    void aDiskOfAnotherSizeIsNoSeed() throws IOException {
        try (Disk larger = disk(SIZE + 512)) {
            assertThatThrownBy(() -> new Seeding(replica, larger)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(SIZE + 512));
        }
        assertThat(replica.copyState().copied().cardinality()).isZero();
    }
}
