package secondsite.server.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.PlanClient;
import secondsite.api.host.Boot;
import secondsite.api.host.Probe;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.RecoverySettings;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.hypervisor.SimulatedHypervisor;

/**
 * How long a plan of many machines takes until all were started, and until each was seen to work: real jobs, real points of a real master
 * target, a simulated host. No test: it is run by its name, as README says, and prints lines that begin with "figure".
 */
@Tag("long")
@Timeout(600)
class PlanFigures {

    private static final int MACHINES = 20;
    private static final int ROUNDS = 5;
    private static final long LOOK_MILLIS = 10;

    @TempDir
    Path folder;

    private PointStage stage;
    private HostStandIn host;

    @Test
    void aPlanOfTwentyMachines() throws Exception {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        host = stage.host();
        try {
            var plans = new PlanClient(stage.server.asAdministrator());
            KnownPlan plan = plans.add(new Plan("Twenty", null, null, null,
                    List.of(new PlanGroup("All", null, machines(), null))));
            var started = new ArrayList<Double>();
            var worked = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                StartedRun run = plans.run(plan.id(), new PlanRunRequest(FailoverKind.TEST, null, null));
                awaitStarted((round + 1) * MACHINES);
                started.add(secondsSince(begun));
                PlanRun over = awaitOver(plans, run.run());
                worked.add(secondsSince(begun));
                if (!over.wentWell()) {
                    throw new AssertionError(over.toString());
                }
                clean(plans, run.run());
            }
            tell("started", started);
            tell("seen to work, and proven", worked);
        } finally {
            stage.close();
        }
    }

    private List<UUID> machines() throws Exception {
        var machines = new ArrayList<UUID>();
        for (int i = 0; i < MACHINES; i++) {
            Machine machine = stage.protect("machine-" + i, 1);
            stage.sender(machine.disk(0)).write(5);
            stage.arrived(machine.disk(0));
            new FailoverClient(stage.server.asAdministrator()).set(machine.id(),
                    new RecoverySettings(128, 1, new Boot.DirectKernel(Path.of("/boot/vmlinuz"),
                            Path.of("/boot/initrd"), ""), null, List.of(),
                            List.of(new Probe.Console(
                                    "secondsite-guest: up", 60)),
                            null));
            machines.add(machine.id());
        }
        return machines;
    }

    private void awaitStarted(int times) throws InterruptedException {
        while (host.orders.stream().filter(order -> order.startsWith("start ")).distinct().count() < times) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static PlanRun awaitOver(PlanClient plans, UUID run) throws Exception {
        PlanRun now = plans.one(run);
        while (!now.state().over()) {
            Thread.sleep(LOOK_MILLIS);
            now = plans.one(run);
        }
        return now;
    }

    private void clean(PlanClient plans, UUID run) throws Exception {
        plans.clean(run, "");
        while (plans.one(run).cleaned() == null || !new SimulatedHypervisor(host.host).machines().isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) * 1e-9;
    }

    private static void tell(String what, List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        System.out.printf(Locale.ROOT, "figure plan of %d machines, all %s: median %.2f s of %d runs, %.2f to %.2f%n",
                MACHINES, what, sorted.get(sorted.size() / 2), sorted.size(), sorted.getFirst(), sorted.getLast());
    }
}
