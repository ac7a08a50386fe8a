package secondsite.drill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    private static final int BAD_PACKETS = 20;
    private static final int SLOW_KILOBITS = 20_000;
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

    private interface Step {

        void run() throws IOException;
    }

    /** What a drill does to the line. */
    private record Fault(String name, Step step) {

        void happens() throws IOException {
            step.run();
        }
    }

    @Test
    void aLineThatIsCutDeafMuteFlappingLossySlowOrWildCostsOnlyTime() throws Exception {
        assumeThat(Shell.attempt("ip", "netns", "add", "secondsite-probe").fine())
                .as("network namespaces need root").isTrue();
        Shell.run("ip", "netns", "delete", "secondsite-probe");
        assumeThat(Path.of("/dev/net/tun")).as("the line between the sites is made of it").exists();
        Island island = Island.build(ProcessHandle.current().pid(), cleanUp);
        Place here = Place.here();
        begin(new Place(Island.MAINLAND, here.gatewayPort(), here.targetPort(), here.gatewayPort(), here.targetPort(),
                island::command, UnaryOperator.identity()));
        writeOn();
        tell("nothing");
        for (Fault fault : List.of(new Fault("cut", island::cut), new Fault("mute", island::mute))) {
            fault.happens();
            writeOn();
            nothingArrives();
            island.mend();
            catchUp(fault.name);
        }
        for (Fault fault : List.of(new Fault("deaf", island::deafen), new Fault("flapping", () -> flap(island)),
                new Fault("5 % lost", () -> island.lose(5)))) {
            fault.happens();
            writeOn();
            island.mend();
            catchUp(fault.name);
        }
        wild(island.line());
        slow(island);
        nothingIsLost();
    }

    private void wild(PacketLine line) throws IOException {
        for (Fault fault : List.of(new Fault("10 % twice", () -> line.duplicate(10)),
                new Fault("10 % late", () -> line.reorder(10, 3)), new Fault("2 % changed", () -> line.corrupt(2)))) {
            fault.happens();
            int before = line.bad();
            Patience.until("packets were treated badly", PROGRESS, () -> {
                load.check();
                return line.bad() >= before + BAD_PACKETS;
            });
            catchUp(fault.name);
            line.mend();
        }
    }

    /** What is missing travels over a slow line. */
    private void slow(Island island) throws IOException {
        island.cut();
        for (int i = 0; i < 2; i++) {
            writeOn();
        }
        island.mend();
        island.slow(SLOW_KILOBITS);
        long sent = island.sentBytes();
        long begun = System.nanoTime();
        catchUp("slow");
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(Locale.ROOT, "%.0f %% of the slow line was used%n",
                (island.sentBytes() - sent) * 8 / 10.0 / SLOW_KILOBITS / seconds);
        island.mend();
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
                catchUp("late");
                relay.delay(0);
                relay.stall(true);
                writeOn();
                relay.stall(false);
                catchUp("stalled");
                relay.reset();
                writeOn();
                catchUp("reset");
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
            catchUp("lying");
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

    private void catchUp(String fault) {
        long now = deployment.status().lastSequence();
        long missing = now - deployment.atTarget();
        long begun = System.nanoTime();
        Patience.until("the target has what was written meanwhile", PROGRESS, () -> {
            load.check();
            return deployment.atTarget() >= now;
        });
        tell(fault + ": " + missing + " records caught up within " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }

    /** For people: how the guest fared since it was told last. */
    private void tell(String happened) {
        System.out.println(happened + "; of the guest's requests " + load.latencies());
        load.latencies().clear();
    }

    private void nothingIsLost() throws Exception {
        load.end();
        assertThat(load.breaks()).as("the guest never lost its disk").isZero();
        deployment.awaitCaughtUp();
        assertThat(disk.differences(deployment.latest())).isEmpty();
        assertThat(deployment.points().ranges()).as("nothing was compared again").hasSize(1);
    }
}
