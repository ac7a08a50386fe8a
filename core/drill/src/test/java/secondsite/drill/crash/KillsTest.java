package secondsite.drill.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
import secondsite.drill.tools.Program;

/** Agent, process server and master target are killed again and again while a guest writes. */
class KillsTest {

    /** Of each program. */
    private static final int KILLS = 3;
    private static final int MANY_KILLS = 100;
    private static final int BLOCKS = 8192;
    private static final Duration PROGRESS = Duration.ofSeconds(120);
    /** Every so many kills the others go on first when records have come through all programs. */
    private static final int THROUGH_ALL = 6;

    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(3);
    private final WrittenDisk disk = new WrittenDisk(BLOCKS);

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingIsComparedAgain() throws Exception {
        live(KILLS);
    }

    @Test
    @Tag("long")
    void norAfterHundredsOfKills() throws Exception {
        live(MANY_KILLS);
    }

    private void live(int kills) throws Exception {
        var deployment = new Deployment(folder, disk.size(), Place.here(), cleanUp).start();
        deployment.restart();
        var load = new Load(deployment.socket(), disk, 5, Duration.ofMillis(3)).start();
        List<Program> victims = victims(deployment, kills);
        for (int i = 0; i < victims.size(); i++) {
            awaitProgress(deployment, load, i % THROUGH_ALL == 0);
            victims.get(i).kill();
            victims.get(i).start();
        }
        awaitProgress(deployment, load, true);
        load.end();
        deployment.awaitCaughtUp();
        System.out.println(victims.size() + " kills, " + load.breaks() + " of them seen by the guest, among "
                + load.acknowledged() + " requests");
        assertThat(disk.differences(deployment.served())).isEmpty();
        assertThat(disk.differences(deployment.latest())).isEmpty();
        assertThat(deployment.points().ranges()).as("a comparison would leave a gap between what can be recovered")
                .hasSize(1).last().extracting(range -> range.last()).isEqualTo(deployment.status().lastSequence());
        deployment.agent().stop();
        assertThat(disk.differences(ByteBuffer.wrap(Files.readAllBytes(deployment.source())))).isEmpty();
    }

    private List<Program> victims(Deployment deployment, int kills) {
        List<Program> victims = new ArrayList<>();
        for (Program each : List.of(deployment.agent(), deployment.gateway(), deployment.target())) {
            victims.addAll(Collections.nCopies(kills, each));
        }
        Collections.shuffle(victims, random);
        return victims;
    }

    /** Lets the guest write something, and a random moment pass; programs may be on their way up still, or at work. */
    private void awaitProgress(Deployment deployment, Load load, boolean throughAll) throws IOException {
        long enough = load.acknowledged() + random.nextInt(1, 60);
        Patience.until("the guest writes", PROGRESS, () -> {
            load.check();
            return load.acknowledged() >= enough;
        });
        if (throughAll) {
            long now = deployment.status().lastSequence();
            Patience.until("records come through", PROGRESS, () -> {
                load.check();
                return deployment.atTarget() >= now;
            });
        }
        Patience.pause(random.nextInt(300));
    }
}
