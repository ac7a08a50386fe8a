package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.api.machine.OrderOutcome;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;

class KeptFileTest {

    private final SimulatedFolder folder = SimulatedFolder.named("kept");

    private static KeptFile<OrderBook.Kept> in(Folder folder) {
        return new KeptFile<>(folder, "orders.json", OrderBook.Kept.class);
    }

    private static OrderBook.Kept some(long number) {
        var done = new OrderBook.Done(new OrderOutcome(new UUID(1, number), null), number % 2 == 0);
        return new OrderBook.Kept(List.of(done), List.of(new UUID(2, number)), Set.of(new UUID(3, number)));
    }

    @Test
    void givesBackWhatWasWrittenLast() throws IOException {
        assertThat(in(folder).read()).isEmpty();
        in(folder).write(some(1));
        in(folder).write(some(2));
        assertThat(in(folder).read()).contains(some(2));
    }

    @Test
    void whateverInterruptsItTheOneBeforeOrTheNewOneIsThere() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            var device = SimulatedFolder.named("kept");
            var random = new Random(seed);
            var faults = new Faults(random);
            in(device).write(some(1));
            faults.fail(random.nextInt(6), Faults.Kind.values()[seed % 3], random.nextBoolean());
            boolean written = written(new FailingFolder(device, faults));
            if (random.nextBoolean()) {
                device.losePower(random);
            } else {
                device.endProcess();
            }
            assertThat(in(device).read().orElseThrow()).as("seed %d", seed)
                    .isIn(written ? List.of(some(2)) : List.of(some(1), some(2)));
            in(device).write(some(3));
            assertThat(in(device).read()).contains(some(3));
        }
    }

    private static boolean written(FailingFolder device) {
        try {
            in(device).write(some(2));
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("simulated");
            return false;
        }
    }

    @Test
    void whatIsNotWhatWasWrittenIsNamedAndSetAside() throws IOException {
        in(folder).write(some(1));
        try (StoredFile file = folder.open("orders.json")) {
            file.write(ByteBuffer.wrap(new byte[]{'X'}), 30);
        }
        assertThatThrownBy(() -> in(folder).read()).isInstanceOf(DamagedException.class)
                .hasMessageContaining("orders.json");
        in(folder).setAside();
        assertThat(in(folder).read()).isEmpty();
        assertThat(folder.names()).containsExactly("orders.json.damaged");
    }

    @Test
    void aFileThatIsEmptyOrMuchTooLongIsDamaged() throws IOException {
        try (StoredFile file = folder.create("orders.json")) {
            assertThatThrownBy(() -> in(folder).read()).isInstanceOf(DamagedException.class);
            file.resize(1L << 40);
        }
        assertThatThrownBy(() -> in(folder).read()).isInstanceOf(DamagedException.class)
                .hasMessageContaining("longer");
    }
}
