package secondsite.drill.demo;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.drill.tools.Patience;

/** What is shown, from the first start of a server to machines that are home again; and how machines become protected. */
final class Story {

    /** A crash-consistent point a minute, a day of every write; verified daily; a resync that is required begins at once. */
    static final Policy POLICY = new Policy(null, "Two machines", 60, 0, new Retention(24 * 60, 72, 14), 60, 1,
            Policy.Compression.AGENT, BandwidthSchedule.UNLIMITED, List.of(), "UTC", null);

    private static final Duration LONGEST = Duration.ofSeconds(120);
    /** The configuration server measures every few seconds. */
    private static final int MEASUREMENTS = 3;

    private final Stage stage;
    private final Premises premises;
    private final Telling telling;
    private final Deployment deployment;
    private Machines machines;
    private Administrator administrator;
    private UUID policy;

    Story(Stage stage, Premises premises, Telling telling) {
        this.stage = stage;
        this.premises = premises;
        this.telling = telling;
        this.deployment = new Deployment(stage, premises);
    }

    /** @return the deployment, as it is at the end */
    Deployment tell() {
        twoMachines();
        serverStarts();
        machinesJoin();
        initialReplication();
        everydayWork();
        var disasters = new Disasters(stage, premises, telling, deployment, administrator, machines);
        disasters.lineIsCut();
        disasters.agentIsKilled();
        Moment before = disasters.beforeTheMistake();
        Moment latest = disasters.mistake();
        disasters.primarySiteIsLost();
        var end = new SecondSite(stage, telling, deployment, administrator, machines);
        end.recover(before, latest);
        new Circle(stage, premises, telling, deployment, administrator).tell(policy);
        end.whatIsKnown();
        return deployment;
    }

    private void twoMachines() {
        telling.chapter("Two machines at the primary site");
        machines = new Machines(new Disks(stage).make());
        List<Disk> disks = machines.disks();
        disks.forEach(disk -> telling.say("%-14s %s, of which %s are used", disk.title(),
                Numbers.mebibytes(disk.sizeBytes()), Numbers.mebibytes(disk.usedBytes())));
        telling.numbers().bytes("disks", "size of the disks", disks.stream().mapToLong(Disk::sizeBytes).sum());
        telling.numbers().bytes("used", "used of them at first", disks.stream().mapToLong(Disk::usedBytes).sum());
    }

    private void serverStarts() {
        telling.chapter("A server at the second site, with no configuration");
        long begun = System.nanoTime();
        deployment.startServer();
        telling.numbers().seconds("serverStart", "first start of the server", (System.nanoTime() - begun) * 1e-9);
        telling.say("it made a deployment, authority %s", deployment.welcome().authority());
        telling.say("it showed the passphrase with which programs join, and the password of %s, once", Welcome.USER);
        administrator = Administrator.signIn(deployment.welcome(), stage.cleanUp());
        telling.say("%s has signed in; what follows is asked of the configuration server's API", Welcome.USER);
    }

    private void machinesJoin() {
        telling.chapter("The machines' agents join with the passphrase");
        // To start programs takes most of the time.
        machines.names().parallelStream().forEach(machine -> {
            deployment.join(machine, machines.of(machine));
            deployment.startAgent(machine, machines.of(machine));
        });
        machines.start(deployment::socket);
        machines.names().forEach(machine -> Patience.until(machine + " is known", LONGEST,
                () -> administrator.knows(machine, machines.of(machine).size())));
        telling.say("agents serve the disks, the machines use them; the configuration server knows %s",
                String.join(" and ", machines.names()));
    }

    private void initialReplication() {
        telling.chapter("The machines are protected: initial replication, while they work");
        policy = administrator.add(POLICY);
        telling.say("policy '%s': a point every %d s, every write for %d h", POLICY.name(), POLICY.crashSeconds(),
                POLICY.retention().everythingMinutes() / 60);
        long begun = System.nanoTime();
        long sentBefore = premises.line().bytes();
        Load load = machines.lightLoad();
        new JobWatch(administrator, telling.screen()).done(administrator.protect(machines.names(), policy));
        long sent = premises.line().bytes() - sentBefore;
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        load.stop();
        long used = machines.disks().stream().mapToLong(Disk::usedBytes).sum();
        telling.say("%s used, %s over the line, %.1f s", Numbers.mebibytes(used), Numbers.mebibytes(sent),
                took.toNanos() * 1e-9);
        telling.numbers().rate("copy", "initial replication, of what is used", used, took);
        telling.numbers().bytes("copySent", "over the line for it", sent);
        telling.numbers().ratio("copySentPerUsed", "over the line for each byte used", (double) sent / used);
        machines.names().forEach(machine -> telling.findings().check(machine,
                administrator.state(machine).recoverable(),
                "is protected, and all its disks are recoverable at the second site"));
    }

    private void everydayWork() {
        telling.chapter("Everyday work: files come, change and go; a database takes orders");
        try (RpoMeter rpo = new RpoMeter(administrator)) {
            Patience.until("the RPO was measured " + MEASUREMENTS + " times", LONGEST, () -> {
                machines.work(6, 10);
                Patience.pause(150);
                return rpo.measurements() >= MEASUREMENTS;
            });
            telling.numbers().seconds("rpoMedian", "RPO at work, as the server measured it, median", rpo.median());
            telling.numbers().seconds("rpoWorst", "RPO at work, as the server measured it, worst", rpo.worst());
            telling.say("the server measured an RPO of %.2f s in the median, %.2f s at worst", rpo.median(),
                    rpo.worst());
        }
        machines.names().forEach(this::verified);
        telling.nextHealth(administrator, machines.names());
    }

    /** The server orders a verification by itself when a machine has become protected. */
    private void verified(String machine) {
        Patience.until(machine + " is verified", LONGEST, () -> administrator.state(machine).verified());
        MachineState state = administrator.state(machine);
        telling.findings().check(machine, state.differentBytes() == 0, "was verified without an order: "
                + Numbers.mebibytes(state.comparedBytes()) + " were compared with the replicas, "
                + state.differentBytes() + " bytes differ");
    }
}
