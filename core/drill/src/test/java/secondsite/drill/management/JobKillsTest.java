package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Json;
import secondsite.api.activity.Job;
import secondsite.api.client.Connection;
import secondsite.api.client.PolicyClient;
import secondsite.api.point.PointList;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.Ordered;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.AuditPage;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.engine.nbd.NbdClient;

/**
 * The server is killed in every task of a job, and started again; nobody tells the job to go on. In a task that is added later it dies
 * too: the tasks are those that the job itself tells.
 */
class JobKillsTest {

    private static final int SIZE = 24 << 20;
    private static final int BLOCK = 4096;
    /** So that the first copy takes some lives of the server. */
    private static final long BYTES_PER_SECOND = 2 << 20;

    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(20_261_130);
    private ManagedDeployment deployment;
    private Places places;
    private Lives lives;
    private NbdClient guest;
    private int writes;

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private void start(String roles, Places where) throws IOException {
        places = where;
        lives = new Lives(places, cleanUp);
        deployment = new ManagedDeployment(folder, roles, lives.start());
        cleanUp.later(deployment::close);
    }

    private Path image() throws IOException {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return Files.write(folder.resolve("root.raw"), bytes);
    }

    @Test
    void enablingAndResyncGoOnByThemselvesWhereverTheConfigurationServerDies() throws Exception {
        serversOfTheirOwn(Places.BEGIN_MIDST_AND_ENDS);
    }

    @Test
    @Tag("long")
    void norDoesItMatterWhetherATaskHasBegun() throws Exception {
        serversOfTheirOwn(Places.BORDERS_AND_WITHIN);
    }

    private void serversOfTheirOwn(Places where) throws Exception {
        start("configuration-server", where);
        deployment.join("process-server", "gateway");
        deployment.join("master-target", "keeper");
        UUID web = protectAndResync(true);
        assertThat(deployment.points("gateway").gateway()).extracting(way -> way.disk())
                .containsExactly(deployment.disk(web, "root"));
    }

    @Test
    @Tag("long")
    void theyGoOnWhereverAServerOfAllRolesDiesBeforeWhicheverChange() throws Exception {
        start(ManagedDeployment.ALL_ROLES, Places.EVERY_CHANGE);
        protectAndResync(false);
    }

    /** @param undisturbed whether those who copy and compare live on */
    private UUID protectAndResync(boolean undisturbed) throws Exception {
        Path image = image();
        deployment.machine("web", Map.of("root", image));
        UUID web = deployment.known("web").id();
        guest = NbdClient.connect(deployment.socket("web", "root"), "");
        cleanUp.later(guest::close);

        var request = new EnableRequest(narrow(), null, null, List.of());
        String key = UUID.randomUUID().toString();
        long before = written();
        Job enabled = lives(() -> enable(web, request, key));
        assertThat(enable(web, request, key)).as("the same key after many lives").isEqualTo(enabled.number());
        if (undisturbed) {
            assertThat(written() - before).as("copied once").isBetween((long) SIZE, SIZE * 3L / 2);
            assertThat(agentBegan("INITIAL_COPY")).as(said()).isEqualTo(1);
        }
        assertThat(deployment.protection().protection(web).state()).isEqualTo(ProtectionState.PROTECTED);

        deployment.done(deployment.protection().bookmark(web, "before"));
        PointList points = points(web);
        before = written();
        Job compared = lives(() -> deployment.protection().resync(web));
        assertThat(written() - before).as("compared only").isLessThan(SIZE / 2);
        if (undisturbed) {
            assertThat(agentBegan("RESYNC")).as(said()).isEqualTo(1);
        }

        deployment.restart();
        Patience.until("all is well", ManagedDeployment.LONG, () -> healthy(web));
        assertThat(deployment.activity().job(compared.number())).isEqualTo(compared);
        assertThat(deployment.points().replicas()).hasSize(1);
        assertThat(points(web).points()).extracting(PointList.Point::id)
                .containsAll(points.points().stream().map(PointList.Point::id).toList());
        assertThat(points(web).ranges()).as("one comparison, and what was before it stays").hasSize(2).first()
                .extracting(PointList.Range::first).isEqualTo(points.ranges().getFirst().first());
        assertThat(audited("protection enabled")).isEqualTo(1);
        assertThat(audited("resync ordered")).isEqualTo(1);
        new Replicas(deployment).awaitEqual(web, Map.of("root", image));
        return web;
    }

    private UUID narrow() throws IOException {
        PolicyClient policies = deployment.policies();
        Policy standard = policies.policies().policies().getFirst();
        return policies.add(new Policy(null, "narrow", standard.crashSeconds(), 0, standard.retention(),
                standard.rpoWarningSeconds(), standard.verifyDays(), Policy.Compression.NONE,
                new BandwidthSchedule(BYTES_PER_SECOND, List.of(), standard.zone()), List.of(), standard.zone(), null))
                .id();
    }

    /** As the client does it, but with a key. @return number of the job */
    private long enable(UUID machine, EnableRequest request, String key) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(deployment.administrator().sslContext()).build()) {
            HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(
                    deployment.address().resolve("/v1/machines/" + machine + "/protection"))
                    .header("Content-Type", "application/json").header(Connection.IDEMPOTENCY_KEY, key)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request))).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
            return Json.read(answer.body(), Ordered.class).job();
        }
    }

    /** The guest writes meanwhile. */
    private Job lives(Callable<Long> order) throws Exception {
        Job job = lives.of(deployment, order, this::write);
        for (Job.Task task : job.tasks()) {
            assertThat(lives.deaths()).filteredOn(death -> death.task().equals(task.name())).as(task.name())
                    .hasSizeGreaterThan(places == Places.BEGIN_MIDST_AND_ENDS ? 0 : 1);
        }
        return job;
    }

    private void write() {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        writes++;
        try {
            guest.ask(NbdClient.Command.WRITE, NbdClient.FLAG_FUA, writes, (long) writes * BLOCK, BLOCK,
                    ByteBuffer.wrap(bytes));
            assertThat(guest.done()).isEqualTo(writes);
        } catch (IOException e) {
            throw new AssertionError("the guest could not write", e);
        }
    }

    /** By the agent: over the network, and a little into its files. */
    private long written() throws IOException {
        return deployment.agent("web").written();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("web.log"));
    }

    private long agentBegan(String work) throws IOException {
        return Files.readAllLines(folder.resolve("web.log")).stream().filter(line -> line.contains(work + " begins"))
                .count();
    }

    private PointList points(UUID machine) throws IOException {
        return deployment.points().points(deployment.disk(machine, "root"), Instant.EPOCH,
                Instant.parse("2100-01-01T00:00:00Z"));
    }

    private boolean healthy(UUID machine) {
        try {
            Protection now = deployment.protection().protection(machine);
            return now.state() == ProtectionState.PROTECTED && now.pairs().getFirst().source() != null
                    && now.pairs().getFirst().source().problems().isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    private long audited(String action) throws IOException {
        return deployment.security().audit(0).lines().stream().map(AuditPage.Line::action).filter(action::equals)
                .count();
    }
}
