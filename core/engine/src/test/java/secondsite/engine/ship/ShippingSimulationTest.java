package secondsite.engine.ship;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever network and machines do: what was written and kept arrives, once and in order, and nothing acknowledged is lost. */
class ShippingSimulationTest {

    @Test
    void everythingArrivesOnceAndInOrderThroughABadNetworkAndCrashes() throws IOException {
        run(1, 60);
    }

    @Tag("long")
    @Test
    void everythingArrivesOnceAndInOrderForThousandsOfSeeds() throws IOException {
        run(1_000, 20_000);
    }

    private static void run(long first, int count) throws IOException {
        for (long seed = first; seed < first + count; seed++) {
            try {
                new ShipWorld(seed).live(400);
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError("seed " + seed + " shows it", e);
            }
        }
    }
}
