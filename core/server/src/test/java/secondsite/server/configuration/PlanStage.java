package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import secondsite.api.client.Connection;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.PlanClient;
import secondsite.api.client.ReportClient;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.server.configuration.plan.Copies;
import secondsite.server.configuration.recovery.Failovers;

/** A real server over real TLS with machines that have joined, whose failovers are simulated. */
final class PlanStage implements AutoCloseable {

    final LiveServer server;
    final SimulatedFailovers failovers;
    final Path scripts;
    private final Connection administrator;

    PlanStage(Path folder) throws IOException {
        scripts = Files.createDirectories(folder.resolve("scripts"));
        var clock = new LiveServer[1];
        failovers = new SimulatedFailovers(() -> clock[0].now());
        server = new LiveServer(folder.resolve("server"), scripts, new AbstractModule() {

            @Override
            protected void configure() {
                bind(Failovers.class).toInstance(failovers);
                bind(Copies.class).toInstance(failovers);
            }
        });
        clock[0] = server;
        administrator = server.asAdministrator();
    }

    /** A machine whose agent has joined and reported. */
    UUID machine(String name) throws IOException {
        try (var agent = new Connection(server.address(), server.identity("agent", name),
                Connection.Patience.DEFAULTS)) {
            new ReportClient(agent).report(new AgentReport("1.0", Instant.now(), null, null, new MachineInventory(
                    "host", "Some Linux", 1 << 30, 2, List.of(), List.of()), List.of(), List.of()));
        }
        return new InventoryClient(administrator).machines(InventoryClient.Search.ALL, null, 500).items().stream()
                .filter(machine -> machine.name().equals(name)).findFirst().orElseThrow().id();
    }

    PlanClient plans() {
        return new PlanClient(administrator);
    }

    static Plan plan(String name, PlanGroup... groups) {
        return new Plan(name, null, null, null, List.of(groups));
    }

    static PlanGroup group(String name, UUID... machines) {
        return new PlanGroup(name, null, List.of(machines), null);
    }

    static PlanGroup after(String name, List<UUID> machines, PlanAction... after) {
        return new PlanGroup(name, null, machines, List.of(after));
    }

    StartedRun test(KnownPlan plan) throws IOException {
        return plans().run(plan.id(), new PlanRunRequest(FailoverKind.TEST, null, null));
    }

    /** Waits until a run is as wanted. */
    PlanRun await(UUID run, Predicate<PlanRun> wanted) throws IOException, InterruptedException {
        PlanClient client = plans();
        PlanRun now = client.one(run);
        while (!wanted.test(now)) {
            // The test's own time limit ends this.
            Thread.sleep(20);
            now = client.one(run);
        }
        return now;
    }

    static PlanStep step(PlanRun run, String name) {
        return run.steps().stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
    }

    /** A program in the server's folder for scripts. */
    void script(String name, String... lines) throws IOException {
        Path file = scripts.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void close() {
        server.close();
    }
}
