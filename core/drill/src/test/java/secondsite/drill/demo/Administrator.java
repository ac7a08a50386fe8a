package secondsite.drill.demo;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.activity.Alert;
import secondsite.api.activity.Job;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.AlertClient;
import secondsite.api.client.Connection;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.HealthClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineSummary;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.point.MachinePoints;
import secondsite.api.policy.Policy;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.HealthSummary;
import secondsite.api.security.AuditPage;
import secondsite.api.security.SignIn;
import secondsite.api.site.ServerSummary;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** A person who has signed in at the configuration server, and does everything by its API. */
final class Administrator {

    private static final int MOST = 200;
    private static final String MASTER_TARGET = "master-target";

    private final InventoryClient inventory;
    private final PolicyClient policies;
    private final ProtectionClient protection;
    private final RecoveryClient recovery;
    private final FailoverClient failovers;
    private final ActivityClient activity;
    private final HealthClient health;
    private final AlertClient alerts;
    private final SecurityClient security;

    private Administrator(Connection connection) {
        inventory = new InventoryClient(connection);
        policies = new PolicyClient(connection);
        protection = new ProtectionClient(connection);
        recovery = new RecoveryClient(connection);
        failovers = new FailoverClient(connection);
        activity = new ActivityClient(connection);
        health = new HealthClient(connection);
        alerts = new AlertClient(connection);
        security = new SecurityClient(connection);
    }

    /** By the name and password that the server showed. */
    static Administrator signIn(Welcome shown, CleanUp cleanUp) {
        Connection connection = ask("signing in", () -> Connection.signIn(Deployment.SERVER,
                new Fingerprint(shown.authority()), new SignIn(Welcome.USER, shown.password())));
        cleanUp.later(connection::close);
        return new Administrator(connection);
    }

    /** A question to a server. */
    interface Question<T> {
        T ask() throws TransferException;
    }

    /** @throws Shell.Failure with what the server said when it did not go well */
    static <T> T ask(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (TransferException e) {
            throw new Shell.Failure(what + " did not go well: " + e.getMessage());
        }
    }

    /** Whether a machine is known, with so many disks. */
    boolean knows(String machine, int disks) {
        return machines().stream().anyMatch(known -> known.agent().equals(machine) && known.disks() == disks);
    }

    private List<MachineSummary> machines() {
        return ask("listing machines", () -> inventory.machines(InventoryClient.Search.ALL, null, MOST)).items();
    }

    /** By which the server knows a machine. */
    UUID id(String machine) {
        return machines().stream().filter(known -> known.agent().equals(machine)).findFirst().map(MachineSummary::id)
                .orElseThrow(() -> new Shell.Failure("the configuration server does not know the machine " + machine));
    }

    /** The only disk of a machine. */
    UUID disk(UUID machine) {
        return ask("looking at a machine", () -> inventory.machine(machine)).disks().getFirst().id();
    }

    private MachineDetail machine(String machine) {
        UUID id = id(machine);
        return ask("looking at " + machine, () -> inventory.machine(id));
    }

    UUID disk(ServedDisk disk) {
        return machine(disk.machine()).disks().stream().filter(known -> known.name().equals(disk.name())).findFirst()
                .map(MachineDetail.KnownDisk::id)
                .orElseThrow(() -> new Shell.Failure("the configuration server does not know " + disk.title()));
    }

    /** When the machine's agent reported last. */
    Instant lastSeen(String machine) {
        return machine(machine).summary().lastSeen();
    }

    /** Where a master target is reached. */
    URI masterTarget(String name) {
        return servers().stream().filter(server -> server.kind().equals(MASTER_TARGET) && server.name().equals(name))
                .findFirst().orElseThrow(() -> new Shell.Failure("no master target " + name + " has reported"))
                .address();
    }

    private List<ServerSummary> servers() {
        return ask("listing servers", inventory::servers).servers();
    }

    /** Whether a server of this name reports. */
    boolean hears(String kind, String name) {
        return servers().stream().anyMatch(server -> server.kind().equals(kind) && server.name().equals(name)
                && server.skewMillis() != null && server.load() != null);
    }

    /** Whether the configuration server answers. */
    boolean isAnswered() {
        try {
            inventory.servers();
            return true;
        } catch (TransferException _) {
            return false;
        }
    }

    FailoverClient failovers() {
        return failovers;
    }

    /** @return its id */
    UUID add(Policy policy) {
        return ask("making the policy " + policy.name(), () -> policies.add(policy)).id();
    }

    /** Protects machines, all at once. @return numbers of the jobs, by machine */
    Map<String, Long> protect(List<String> machines, UUID policy) {
        Map<String, Long> jobs = new LinkedHashMap<>();
        machines.forEach(machine -> {
            UUID id = id(machine);
            jobs.put(machine, ask("protecting " + machine, () -> protection.enable(id,
                    new EnableRequest(policy, Deployment.GATEWAY, Deployment.KEEPER, List.of()))));
        });
        return jobs;
    }

    MachineState state(String machine) {
        return state(id(machine));
    }

    MachineState state(UUID machine) {
        return new MachineState(ask("looking at a machine", () -> protection.protection(machine)));
    }

    /** @return number of the job */
    long bookmark(String machine, String label) {
        UUID id = id(machine);
        return ask("setting a bookmark on " + machine, () -> protection.bookmark(id, label));
    }

    /** What a machine can be brought back to, the newest points first. */
    MachinePoints points(String machine) {
        UUID id = id(machine);
        return ask("listing the points of " + machine, () -> recovery.points(id, MachinePointQuery.ALL));
    }

    Job job(long number) {
        return ask("looking at job " + number, () -> activity.job(number));
    }

    /** Oldest first. */
    List<Job> jobs() {
        return ask("listing jobs", () -> activity.jobs(ActivityClient.Jobs.ALL, null, MOST)).items().reversed();
    }

    HealthSummary health() {
        return ask("asking for the health", health::summary);
    }

    /** Those that are open. */
    List<Alert> alerts() {
        return ask("listing alerts", () -> alerts.alerts(AlertClient.Filter.OPEN, null, MOST)).items();
    }

    /** How many lines the audit log has. */
    long auditLines() {
        long last = 0;
        for (var page = audit(last); !page.isEmpty(); page = audit(last)) {
            last = page.getLast().number();
        }
        return last;
    }

    private List<AuditPage.Line> audit(long after) {
        return ask("reading the audit log", () -> security.audit(after)).lines();
    }

    /** Lets the server read its audit log from the first line on. @return the first line that does not follow from those before; null when all do */
    Long auditBrokenAt() {
        return ask("verifying the audit log", security::verifyAudit).firstBroken();
    }
}
