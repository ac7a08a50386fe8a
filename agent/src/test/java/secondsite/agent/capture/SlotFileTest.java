package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;

class SlotFileTest {

    private final SimulatedFolder folder = SimulatedFolder.named("machine");

    @Test
    void saysWhatWasWrittenLast() throws IOException {
        SlotFile.create(folder, "state", 100, number(1)).close();
        try (SlotFile file = open()) {
            file.write(number(2));
            file.write(number(3));
        }
        assertThat(newest()).isEqualTo(3);
    }

    /** The oracle: what was forced last, or anything written after it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aLossOfPowerLeavesTheLastForcedRecordOrALaterOne(long seed) throws IOException {
        Random random = new Random(seed);
        SlotFile.create(folder, "state", 5000, number(0)).close();
        long written = 0;
        for (int run = 0; run < 40; run++) {
            long durable = newest();
            long current = durable;
            written = Math.max(written, durable);
            try (SlotFile file = open()) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    file.write(number(++written));
                    current = written;
                    if (random.nextBoolean()) {
                        file.force();
                        durable = written;
                    }
                }
                if (random.nextBoolean()) {
                    folder.losePower(random);
                } else {
                    folder.endProcess();
                    durable = current;
                }
            }
            assertThat(newest()).as("run %d", run).isBetween(durable, written);
        }
    }

    @Test
    void aDamagedSlotIsNotBelieved() throws IOException {
        SlotFile.create(folder, "state", 100, number(1)).close();
        overwrite(30);
        assertThat(newest()).isEqualTo(1);
        overwrite(4096 + 30);
        assertThatThrownBy(this::open).isInstanceOf(DamagedException.class).hasMessageContaining("state");
    }

    private void overwrite(long position) throws IOException {
        try (StoredFile file = folder.open("state")) {
            file.write(ByteBuffer.wrap(new byte[]{77}), position);
            file.force();
        }
    }

    private SlotFile open() throws IOException {
        return SlotFile.open(folder, "state", folder.openReadOnly("state").size() > 8192 ? 5000 : 100);
    }

    private long newest() throws IOException {
        try (SlotFile file = open()) {
            return file.newest().getLong(0);
        }
    }

    private static ByteBuffer number(long value) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    }
}
