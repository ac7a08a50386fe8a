package secondsite.drill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.deployment.Deployment;
import secondsite.drill.deployment.Place;
import secondsite.drill.load.Load;
import secondsite.drill.load.WrittenDisk;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** A bad line costs time, and nothing else: the guest writes on meanwhile, and the replica catches up by itself. */
class BadLinesTest {

    private static final int REQUESTS = 200;
    private static final int FLAPS = 8;
    private static final Duration PROGRESS = Duration.ofSeconds(120);

    private final CleanUp cleanUp = new CleanUp();
    private final WrittenDisk disk = new WrittenDisk(8192);
    private Deployment deployment;
    private Load load;

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    /** What a drill does to the line. */
    private interface Fault {

        void happens() throws IOException;
    }

    @Test
    void aLineThatIsCutDeafMuteFlappingLossyOrSlowCostsOnlyTime() throws Exception {
        assumeThat(Shell.attempt("ip", "netns", "add", "secondsite-probe").fine())
                .as("network namespaces need root").isTrue();
        Shell.run("ip", "netns", "delete", "secondsite-probe");
        Island island = Island.build(ProcessHandle.current().pid(), cleanUp);
        Place here = Place.here();
        begin(new Place(Island.MAINLAND, here.gatewayPort(), here.targetPort(), here.gatewayPort(), here.targetPort(),
                island::command, UnaryOperator.identity()));
        for (Fault fault : List.<Fault>of(island::cut, island::mute)) {
            fault.happens();
            writeOn();
            nothingArrives();
            island.mend();
            catchUp();
        }
        for (Fault fault : List.<Fault>of(island::deafen, () -> flap(island), () -> island.lose(5),
                () -> island.slow(1000))) {
            fault.happens();
            writeOn();
            island.mend();
            catchUp();
        }
        nothingIsLost();
    }

    /** What was under way when the fault began has arrived by now. */
    private void nothingArrives() throws IOException {
        long before = deployment.replica().durableSequence();
        writeOn();
        assertThat(deployment.replica().durableSequence()).as("over a line that carries nothing").isEqualTo(before);
    }

    private static void flap(Island island) {
        for (int i = 0; i < FLAPS; i++) {
            island.cut();
            Patience.pause(60);
            island.mend();
            Patience.pause(40);
        }
    }

    @Test
    void aLineThatDelaysStallsBreaksOrLiesCostsOnlyTime() throws Exception {
        try (Relay toGateway = new Relay(); Relay toTarget = new Relay()) {
            Place here = Place.here();
            toGateway.to(here.gatewayPort());
            toTarget.to(here.targetPort());
            begin(here.through(toGateway.port(), toTarget.port()));
            for (Relay relay : List.of(toGateway, toTarget)) {
                relay.delay(20);
                writeOn();
                catchUp();
                relay.delay(0);
                relay.stall(true);
                writeOn();
                relay.stall(false);
                catchUp();
                relay.reset();
                writeOn();
                catchUp();
            }
            lie(toGateway, toTarget);
            nothingIsLost();
        }
    }

    /** TLS notices each bit and ends the connection. */
    private void lie(Relay... relays) throws IOException {
        for (Relay relay : relays) {
            relay.flip(200_000);
            Patience.until("some bits were turned round", PROGRESS, () -> {
                load.check();
                return relay.flipped() >= 5;
            });
            relay.flip(Integer.MAX_VALUE);
            catchUp();
        }
    }

    private void begin(Place place) throws IOException {
        deployment = new Deployment(folder, disk.size(), place, cleanUp).start();
        load = new Load(deployment.socket(), disk, 3, Duration.ofMillis(10)).start();
    }

    private void writeOn() {
        long enough = load.acknowledged() + REQUESTS;
        Patience.until("the guest writes on", PROGRESS, () -> {
            load.check();
            return load.acknowledged() >= enough;
        });
    }

    private void catchUp() {
        long now = deployment.status().lastSequence();
        long missing = now - deployment.atTarget();
        long begun = System.nanoTime();
        Patience.until("the target has what was written meanwhile", PROGRESS, () -> {
            load.check();
            return deployment.atTarget() >= now;
        });
        System.out.println(
                missing + " records caught up within " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }

    private void nothingIsLost() throws Exception {
        load.end();
        assertThat(load.breaks()).as("the guest never lost its disk").isZero();
        deployment.awaitCaughtUp();
        System.out.println(load.acknowledged() + " requests, the slowest " + load.worst().toMillis() + " ms");
        assertThat(disk.differences(deployment.latest())).isEmpty();
        assertThat(deployment.points().ranges()).as("nothing was compared again").hasSize(1);
    }
}
