package secondsite.drill.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.deployment.Deployment;
import secondsite.drill.deployment.Place;
import secondsite.drill.load.Load;
import secondsite.drill.load.WrittenDisk;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.SmallDisk;

/** Wherever a disk is full, the guest writes on; when space returns, the replica catches up by itself. */
class FullDisksTest {

    private static final Duration PROGRESS = Duration.ofSeconds(90);
    private static final int REQUESTS = 200;
    private static final int SMALL_MEBIBYTES = 16;
    private static final int LARGE_MEBIBYTES = 1024;

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

    @Test
    @Tag("long")
    void aSpoolAtItsLimitMeansAComparisonAndTheOldPointsStay() throws Exception {
        deployment = deployment();
        deployment.agentSettings().replace("directory: spool", "directory: spool\n  limit: 16 MiB");
        deployment.start();
        Past past = past();
        deployment.gateway().kill();
        startLoad(2);
        awaitGap(deployment.agentFolder().resolve("spool"));
        deployment.gateway().start();
        theGapIsHealed(past);
    }

    @Test
    void aSpoolWithAFullDiskHealsWhenItsRecordsHaveArrivedAndWhenSomebodyElseMakesRoom() throws Exception {
        SmallDisk spool = smallDisk("spool", SMALL_MEBIBYTES);
        deployment = deployment();
        deployment.agentSettings().replace("directory: spool", "directory: " + spool.folder() + "\n  reserve: 0");
        deployment.start();
        Past past = past();
        deployment.gateway().kill();
        startLoad(2);
        awaitGap(spool.folder());
        deployment.gateway().start();
        theGapIsHealed(past);

        past = now();
        startLoad(3);
        spool.fill();
        awaitGap(spool.folder());
        writeOn(REQUESTS);
        assertThat(deployment.status().state()).as("there is no room yet").isEqualTo("RESYNC_REQUIRED");
        spool.empty();
        theGapIsHealed(past);
    }

    /**
     * A moment that can be brought back, and how the disk was then.
     *
     * @param ranges of moments that could be brought back then
     */
    private record Past(long sequence, ByteBuffer image, int ranges) {}

    private Past past() throws Exception {
        startLoad(1);
        writeOn(REQUESTS);
        load.end();
        deployment.awaitCaughtUp();
        return now();
    }

    private Past now() throws IOException {
        return new Past(deployment.status().lastSequence(), disk.image(), deployment.points().ranges().size());
    }

    private void awaitGap(Path where) {
        writeUntil("the agent says that a comparison is required",
                () -> deployment.status().state().equals("RESYNC_REQUIRED"));
        assertThat(deployment.status().reason()).contains(where.toString()).contains("spool");
        writeOn(REQUESTS);
    }

    private void theGapIsHealed(Past past) throws Exception {
        writeUntil("the comparison has begun and ended", () -> deployment.status().state().equals("LOGGING"));
        nothingIsLost();
        assertThat(deployment.points().ranges()).as("no moment of the gap is offered")
                .hasSizeGreaterThan(past.ranges());
        assertThat(deployment.open(String.valueOf(past.sequence()), Deployment::content)).isEqualTo(past.image());
    }

    @Test
    void aFullCacheMeansThatTheAgentKeepsItsRecords() throws Exception {
        SmallDisk cache = smallDisk("cache", SMALL_MEBIBYTES);
        deployment = deployment();
        deployment.gatewaySettings().replace("directory: cache", "directory: " + cache.folder() + "\n    reserve: 0");
        deployment.start();
        deployment.target().kill();
        startLoad(1);
        writeUntil("the agent hears that the cache is full", () -> told(deployment.status().problems(), cache));
        writeOn(REQUESTS);
        assertThat(deployment.status().state()).isEqualTo("LOGGING");
        assertThat(deployment.log("gateway")).contains(cache.folder() + "/").contains("make room there");
        deployment.target().start();
        nothingIsLost();
        nothingWasComparedAgain();
    }

    @Test
    @Tag("long")
    void aCacheWhoseDiskSomebodyElseFilledGoesOnWhenHeMakesRoom() throws Exception {
        SmallDisk cache = smallDisk("cache", SMALL_MEBIBYTES);
        deployment = deployment();
        deployment.gatewaySettings().replace("directory: cache", "directory: " + cache.folder() + "\n    reserve: 0");
        deployment.start();
        startLoad(1);
        cache.fill();
        writeUntil("the agent hears that the cache is full", () -> told(deployment.status().problems(), cache));
        writeOn(REQUESTS);
        cache.empty();
        nothingIsLost();
        nothingWasComparedAgain();
    }

    @Test
    void aFullTargetMeansThatRecordsWaitAndPointsCanBeReadStill() throws Exception {
        SmallDisk replicas = smallDisk("replicas", 2 * SMALL_MEBIBYTES);
        deployment = deployment();
        deployment.targetSettings().replace("directory: replicas",
                "directory: " + replicas.folder() + "\n    reserve: 0");
        deployment.start();
        Past past = past();
        startLoad(2);
        writeUntil("the target is full", () -> deployment.log("target").contains("make room there"));
        replicas.fill();
        writeOn(REQUESTS);
        assertThat(deployment.log("target")).contains(replicas.folder().toString());
        assertThat(deployment.open(String.valueOf(past.sequence()), Deployment::content)).isEqualTo(past.image());
        assertThat(deployment.status().state()).isEqualTo("LOGGING");
        replicas.resize(LARGE_MEBIBYTES);
        nothingIsLost();
        nothingWasComparedAgain();
    }

    private static boolean told(List<String> problems, SmallDisk where) {
        return problems.stream().anyMatch(problem -> problem.contains(where.folder().toString()));
    }

    private void nothingWasComparedAgain() throws IOException {
        assertThat(deployment.points().ranges()).as("nothing was compared again").hasSize(1);
    }

    private SmallDisk smallDisk(String name, int mebibytes) {
        assumeThat(Shell.run("id", "-u")).as("small file systems are mounted by root").isEqualTo("0");
        return SmallDisk.mount(folder.resolve(name), mebibytes, cleanUp);
    }

    private Deployment deployment() throws IOException {
        return new Deployment(folder, disk.size(), Place.here(), cleanUp);
    }

    private void startLoad(int seed) {
        load = new Load(deployment.socket(), disk, seed, Duration.ofMillis(4)).start();
    }

    private void writeOn(int requests) {
        long enough = load.acknowledged() + requests;
        writeUntil("the guest writes on", () -> load.acknowledged() >= enough);
    }

    private void writeUntil(String what, BooleanSupplier condition) {
        Patience.until(what, PROGRESS, () -> {
            load.check();
            return condition.getAsBoolean();
        });
    }

    private void nothingIsLost() throws Exception {
        load.end();
        assertThat(load.breaks()).as("the guest never lost its disk").isZero();
        deployment.awaitCaughtUp();
        assertThat(disk.differences(deployment.latest())).isEmpty();
    }
}
