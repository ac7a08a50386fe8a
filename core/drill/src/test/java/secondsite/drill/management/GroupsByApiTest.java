package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.TransferException;
import secondsite.api.point.PointList.Point;
import secondsite.api.policy.Policy;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.PolicyRequest;
import secondsite.api.replication.ReplicationGroup;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.engine.nbd.NbdClient;

/** Two machines in a replication group, all by the API: their points, what a policy says of points, and what scripts see of them. */
class GroupsByApiTest {

    private static final int SIZE = 2 << 20;
    private static final int BLOCK = 4096;
    private static final List<String> NAMES = List.of("db", "web");

    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(20_261_132);
    private final List<UUID> machines = new ArrayList<>();
    private ManagedDeployment deployment;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        deployment = new ManagedDeployment(folder);
        cleanUp.later(deployment::close);
        for (String name : NAMES) {
            deployment.machine(name, Map.of("root", Files.write(image(name), new byte[SIZE])));
        }
        List<Long> jobs = new ArrayList<>();
        for (String name : NAMES) {
            UUID machine = deployment.known(name).id();
            machines.add(machine);
            jobs.add(deployment.protection().enable(machine, new EnableRequest(null, null, null, List.of())));
        }
        jobs.forEach(deployment::done);
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private Path image(String name) {
        return folder.resolve(name + ".raw");
    }

    @Test
    void aGroupIsOnePointsComeAsThePolicySaysAndScriptsSeeThem() throws Exception {
        UUID web = machines.get(NAMES.indexOf("web"));
        follow(web, "often");
        long before = count(web, "crash-consistent");

        pointsOfTheGroup();
        pointsOfApplications(web);
        // With the policy before, none would come while this is waited for.
        Patience.until("a point comes", ManagedDeployment.LONG, () -> count(web, "crash-consistent") > before);
    }

    /** A policy like the standard one, with a point every half minute. */
    private void follow(UUID machine, String policy) throws IOException {
        Policy standard = deployment.policies().policies().policies().getFirst();
        Policy often = deployment.policies().add(new Policy(null, policy, 30, 0, standard.retention(),
                standard.rpoWarningSeconds(), standard.verifyDays(), standard.compression(), standard.bandwidth(),
                standard.resyncWindows(), standard.zone(), null));
        assertThat(deployment.protection().setPolicy(machine, new PolicyRequest(often.id(), false)).policy())
                .isEqualTo(often.id());
    }

    /** One at all its machines; none while they are paused, and what was written meanwhile comes when they go on. */
    private void pointsOfTheGroup() throws IOException {
        ReplicationGroup group = deployment.protection().put(new ReplicationGroup(null, "shop", 0, 2000, machines));
        assertThat(group.machines()).containsExactlyElementsOf(machines);
        Patience.until("the agents of the group have met", ManagedDeployment.LONG,
                () -> ordered(() -> deployment.protection().groupPoint(group.id())).state() == JobState.DONE);
        Patience.until("the point is at both", ManagedDeployment.LONG, () -> !ofBoth("group").isEmpty());
        assertThat(ofBoth("group")).hasSize(1);

        for (UUID machine : machines) {
            deployment.protection().pause(machine);
        }
        assertThatThrownBy(() -> deployment.protection().groupPoint(group.id())).isInstanceOf(TransferException.class)
                .hasMessageContaining(ErrorCode.PAUSED.name());
        for (String name : NAMES) {
            write(name);
        }
        for (UUID machine : machines) {
            deployment.protection().resume(machine);
        }
        for (int i = 0; i < NAMES.size(); i++) {
            new Replicas(deployment).awaitEqual(machines.get(i), Map.of("root", image(NAMES.get(i))));
        }
        deployment.protection().removeGroup(group.id());
        assertThat(deployment.protection().groups()).isEmpty();
        assertThat(deployment.protection().protection(machines.getFirst()).group()).isNull();
    }

    private void pointsOfApplications(UUID machine) throws IOException {
        Path seen = folder.resolve("seen");
        deployment.protection().setApplications(machine, new AppConsistency(says("before", seen, 0),
                says("after", seen, 0), 20, List.of(), 2000));
        deployment.done(deployment.protection().appPoint(machine));
        assertThat(Files.readAllLines(seen)).containsExactly("before", "after");
        Patience.until("the point is at the target", ManagedDeployment.LONG,
                () -> count(machine, "app-consistent") == 1);

        deployment.protection().setApplications(machine, new AppConsistency(says("refused", seen, 3), List.of(), 20,
                List.of(), 2000));
        Job failed = deployment.over(deployment.protection().appPoint(machine));
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.problem().code()).isEqualTo(ErrorCode.SCRIPT_FAILED);
        assertThat(Files.readAllLines(seen)).last().isEqualTo("refused");
        assertThat(count(machine, "app-consistent")).isEqualTo(1);
    }

    private static List<String> says(String word, Path file, int code) {
        return List.of("/bin/sh", "-c", "echo " + word + " >> " + file + "; exit " + code);
    }

    private interface Order {

        long given() throws TransferException;
    }

    private Job ordered(Order order) {
        try {
            return deployment.over(order.given());
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ids of points of this kind that all machines have. */
    private Set<UUID> ofBoth(String kind) {
        Set<UUID> common = new HashSet<>(ids(machines.getFirst(), kind));
        machines.forEach(machine -> common.retainAll(ids(machine, kind)));
        return common;
    }

    private Set<UUID> ids(UUID machine, String kind) {
        return points(machine).stream().filter(point -> point.kind().equals(kind)).map(Point::id)
                .collect(Collectors.toSet());
    }

    private long count(UUID machine, String kind) {
        return points(machine).stream().filter(point -> point.kind().equals(kind)).count();
    }

    private List<Point> points(UUID machine) {
        try {
            return deployment.points().points(deployment.disk(machine, "root"), Instant.EPOCH,
                    Instant.parse("2100-01-01T00:00:00Z")).points();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String machine) throws IOException {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        try (NbdClient guest = NbdClient.connect(deployment.socket(machine, "root"), "")) {
            guest.ask(NbdClient.Command.WRITE, NbdClient.FLAG_FUA, 1, 0, BLOCK, ByteBuffer.wrap(bytes));
            assertThat(guest.done()).isEqualTo(1);
        }
    }
}
