package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.DiskReport;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.engine.nbd.NbdClient;

/**
 * Somebody gives protection up in the midst of each of its tasks: the machine is unprotected then, its disk served on, nothing is left
 * that nobody tells of, and it can be protected again.
 */
class CancelTest {

    private static final int SIZE = 24 << 20;
    private static final int BLOCK = 4096;
    private static final long BYTES_PER_SECOND = 4 << 20;

    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(20_261_131);
    private volatile Predicate<Job.Task> moment = _ -> false;
    private volatile CompletableFuture<Long> ordered = CompletableFuture.completedFuture(-1L);
    private ManagedDeployment deployment;
    private NbdClient guest;
    private EnableRequest request;
    private UUID web;
    private int writes;

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    /** While the job stands still somebody cancels it, if this is the moment. */
    private boolean judge(JobDebugger.Moment now) {
        long number = ordered.orTimeout(60, TimeUnit.SECONDS).join();
        if (now.job() == number) {
            Job job = deployment.job(number).orElseThrow();
            if (job.state() != JobState.CANCELLING
                    && job.tasks().stream().anyMatch(task -> task.state() == JobState.RUNNING && moment.test(task))) {
                try {
                    deployment.activity().cancel(number);
                } catch (TransferException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return false;
    }

    @Test
    void whoIsCancelledInAnyTaskIsUnprotectedAndCanBeProtectedAgain() throws Exception {
        var debugger = new JobDebugger(this::judge);
        cleanUp.later(debugger::close);
        deployment = new ManagedDeployment(folder, ManagedDeployment.ALL_ROLES,
                new ManagedDeployment.Start(debugger.options(), debugger::start));
        cleanUp.later(deployment::close);
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        Path image = Files.write(folder.resolve("root.raw"), bytes);
        deployment.machine("web", Map.of("root", image));
        web = deployment.known("web").id();
        guest = NbdClient.connect(deployment.socket("web", "root"), "");
        cleanUp.later(guest::close);
        request = new EnableRequest(narrow(), null, null, List.of());

        // The copy in its midst is the first: what it leaves must not be taken for the disk later.
        Job first = cancelledWhileItCopies();
        for (Job.Task each : first.tasks()) {
            Job job = cancelledIn(each.name());
            assertThat(job.tasks()).filteredOn(task -> task.name().equals(each.name())).first()
                    .extracting(Job.Task::state).as(job.toString()).isNotEqualTo(JobState.WAITING);
            debugger.check();
        }
        moment = _ -> false;
        deployment.done(deployment.protection().enable(web, request));
        assertThat(deployment.protection().protection(web).state()).isEqualTo(ProtectionState.PROTECTED);
        write();
        new Replicas(deployment).awaitEqual(web, Map.of("root", image));
    }

    private UUID narrow() throws IOException {
        PolicyClient policies = deployment.policies();
        Policy standard = policies.policies().policies().getFirst();
        return policies.add(new Policy(null, "narrow", standard.crashSeconds(), 0, standard.retention(),
                standard.rpoWarningSeconds(), standard.verifyDays(), Policy.Compression.NONE,
                new BandwidthSchedule(BYTES_PER_SECOND, List.of(), standard.zone()), List.of(), standard.zone(), null))
                .id();
    }

    private Job cancelledWhileItCopies() throws Exception {
        long number = deployment.protection().enable(web, request);
        Patience.until("a part is copied", ManagedDeployment.LONG, () -> deployment.job(number).orElseThrow().tasks()
                .stream().anyMatch(task -> task.progress() != null && task.progress().doneBytes() > 0));
        deployment.activity().cancel(number);
        return cleanlyOver(number);
    }

    /** At the first change that the job makes in this task. */
    private Job cancelledIn(String name) throws Exception {
        moment = task -> task.name().equals(name);
        ordered = new CompletableFuture<>();
        long number = deployment.protection().enable(web, request);
        ordered.complete(number);
        return cleanlyOver(number);
    }

    /** Looks what is left. */
    private Job cleanlyOver(long number) throws Exception {
        Job job = deployment.over(number);
        assertThat(job.state()).as(job + " " + deployment.log(number)).isEqualTo(JobState.CANCELLED);
        assertThat(deployment.protection().protection(web).state()).isEqualTo(ProtectionState.UNPROTECTED);
        assertThat(deployment.protection().protection(web).pairs()).isEmpty();
        Patience.until("the agent only serves the disk", ManagedDeployment.LONG, this::onlyServed);
        assertThat(deployment.points("process-server").gateway()).as("what still goes through").isEmpty();
        List<String> told = deployment.points().replicas().stream().map(ReplicaSummary::disk).map(UUID::toString)
                .toList();
        assertThat(kept()).as("all that is kept is told").containsExactlyInAnyOrderElementsOf(told);
        write();
        return job;
    }

    private boolean onlyServed() {
        try {
            DiskReport report = deployment.inventory().machine(web).disks().getFirst().report();
            return report != null && report.state() == DiskReport.State.UNPROTECTED && report.work() == null;
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the folders in which disks are kept. */
    private List<String> kept() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("replicas"))) {
            return folders.map(each -> each.getFileName().toString()).filter(name -> name.length() == 36).toList();
        }
    }

    /** In front, where a copy begins. */
    private void write() throws IOException {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        long offset = (long) writes++ * BLOCK;
        guest.ask(NbdClient.Command.WRITE, NbdClient.FLAG_FUA, writes, offset, BLOCK, ByteBuffer.wrap(bytes));
        assertThat(guest.done()).isEqualTo(writes);
        assertThat(guest.read(offset, BLOCK)).isEqualTo(ByteBuffer.wrap(bytes));
    }
}
