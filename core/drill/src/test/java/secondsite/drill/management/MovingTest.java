package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.MoveRequest;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionState;
import secondsite.api.transfer.GatewayStatus;
import secondsite.drill.load.Load;
import secondsite.drill.load.WrittenDisk;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;

/** A machine goes over to servers that joined later, in processes of their own, while its guest writes. */
class MovingTest {

    private static final int BLOCKS = 2048;

    private final CleanUp cleanUp = new CleanUp();
    private final WrittenDisk disk = new WrittenDisk(BLOCKS);
    private ManagedDeployment deployment;
    private UUID web;
    private UUID root;
    private Load load;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        deployment = new ManagedDeployment(folder);
        cleanUp.later(deployment::close);
        Path image = folder.resolve("root.raw");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(disk.size());
        }
        deployment.machine("web", Map.of("root", image));
        web = deployment.known("web").id();
        root = deployment.disk(web, "root");
        load = new Load(deployment.socket("web", "root"), disk, 7, Duration.ofMillis(5)).start();
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void recordsGoOnOverAnotherProcessServerAndThenToAnotherMasterTarget() throws Exception {
        deployment.done(deployment.protection().enable(web, new EnableRequest(null, null, null, List.of())));
        PointClient before = deployment.points("master-target");
        awaitAllAt(before);
        deployment.join("process-server", "east");
        deployment.join("master-target", "vault");

        deployment.done(deployment.protection().move(web, new MoveRequest("east", null)));
        awaitAllAt(before);
        Protection over = deployment.protection().protection(web);
        assertThat(over.processServer()).isEqualTo("east");
        assertThat(over.state()).isEqualTo(ProtectionState.PROTECTED);
        assertThat(deployment.points("east").gateway()).extracting(GatewayStatus::disk).containsExactly(root);
        assertThat(deployment.points("process-server").gateway()).as("it lets go").isEmpty();
        assertThat(before.points(root, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")).ranges())
                .as("nothing is missing between before and after").hasSize(1);

        deployment.done(deployment.protection().move(web, new MoveRequest(null, "vault")));
        PointClient vault = deployment.points("vault");
        long left = kept(before).durableSequence();
        awaitAllAt(vault);
        assertThat(deployment.protection().protection(web).masterTarget()).isEqualTo("vault");
        assertThat(kept(before).durableSequence()).as("nothing comes any more, and what is kept stays").isEqualTo(left);

        load.end();
        awaitAllAt(vault);
        new Replicas(deployment).awaitEqual(vault, web, Map.of("root", folder.resolve("root.raw")));
        assertThat(disk.differences(ByteBuffer.wrap(Files.readAllBytes(folder.resolve("root.raw"))))).isEmpty();
    }

    /** All that is written up to now is durable at this target. */
    private void awaitAllAt(PointClient target) throws IOException {
        load.check();
        long enough = load.acknowledged() + 50;
        Patience.until("the guest writes on", ManagedDeployment.LONG, () -> ended() || load.acknowledged() > enough);
        var newest = new long[1];
        Patience.until("the agent has told of it", ManagedDeployment.LONG, () -> {
            newest[0] = told();
            return newest[0] > 0;
        });
        Patience.until("records come through", ManagedDeployment.LONG,
                () -> kept(target).durableSequence() >= newest[0]);
    }

    private boolean ended() {
        load.check();
        return load.ended();
    }

    private long told() {
        try {
            return deployment.inventory().machine(web).disks().getFirst().report().lastSequence();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ReplicaSummary kept(PointClient target) {
        try {
            return target.replicas().stream().filter(each -> each.disk().equals(root)).findFirst().orElseThrow();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }
}
