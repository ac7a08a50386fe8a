package secondsite.drill.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import secondsite.api.point.ReplicaSummary;
import secondsite.drill.tools.Patience;

/** What is shown, from the first copy to the last recovery. */
final class Story {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long CUT_MILLIS = 4_000;
    private static final long LOAD_MILLIS = 1_500;

    private final Stage stage;
    private final Screen screen;
    private final Findings findings;
    private final Numbers numbers;
    private final List<Changes> work = new ArrayList<>();
    private List<Disk> disks;
    private Deployment deployment;
    private Ledger ledger;

    Story(Stage stage, Screen screen, Findings findings, Numbers numbers) {
        this.stage = stage;
        this.screen = screen;
        this.findings = findings;
        this.numbers = numbers;
    }

    void tell() {
        twoMachines();
        deploymentStarts();
        firstCopy();
        everydayWork();
        lineIsCut();
        agentIsKilled();
        Moment before = beforeTheMistake();
        Moment latest = mistake();
        primarySiteIsLost();
        recover(before, latest);
    }

    private void twoMachines() {
        screen.chapter("Two machines at the primary site");
        disks = new Disks(stage).make();
        disks.forEach(disk -> screen.say("%-14s %s, of which %s are used", disk.title(),
                Numbers.mebibytes(disk.sizeBytes()), Numbers.mebibytes(disk.usedBytes())));
        numbers.bytes("disks", "size of the disks", disks.stream().mapToLong(Disk::sizeBytes).sum());
        numbers.bytes("used", "used of them at first", disks.stream().mapToLong(Disk::usedBytes).sum());
    }

    private void deploymentStarts() {
        screen.chapter("A deployment: certificates, a process server here, a master target at the second site");
        deployment = Deployment.create(stage, disks);
        deployment.startServers();
        disks.stream().map(Disk::machine).distinct().forEach(machine -> deployment.startAgent(machine, disks));
        disks.forEach(this::use);
        ledger = new Ledger(data().volume().files());
        ledger.open();
        screen.say("agents serve the disks, the machines use them");
    }

    private void use(Disk disk) {
        disk.volume().attach(deployment.socket(disk));
        disk.volume().mount();
        work.add(new Changes(disk.volume().files(), work.size()));
    }

    private void firstCopy() {
        screen.chapter("Initial replication, while the machines work");
        long begun = System.nanoTime();
        Load load = new Load(List.of(ledger::add, () -> work.getFirst().everydayWork(1), () -> Patience.pause(50)));
        long sent = disks.stream().mapToLong(this::watchCopy).sum();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        load.stop();
        long used = disks.stream().mapToLong(Disk::usedBytes).sum();
        screen.say("%s used, %s sent, %.1f s", Numbers.mebibytes(used), Numbers.mebibytes(sent), took.toNanos() * 1e-9);
        numbers.rate("copy", "initial replication, of what is used", used, took);
        numbers.bytes("copySent", "sent for it", sent);
        numbers.ratio("copySentPerUsed", "sent for each byte used", (double) sent / used);
        disks.forEach(disk -> findings.check(disk.title(), deployment.administrator().replica(disk).problem() == null,
                "is copied, and recoverable at the second site"));
    }

    /** @return bytes sent */
    private long watchCopy(Disk disk) {
        long[] sent = {0};
        Patience.until(disk.title() + " is copied", LONGEST, () -> {
            DiskState state = deployment.state(disk);
            if (state.copying()) {
                sent[0] = Math.max(sent[0], state.copySentBytes());
                screen.progress(disk.title(), state.copied(), state.copyWords());
                return false;
            }
            ReplicaSummary replica = deployment.administrator().replica(disk);
            return replica.newest() != null;
        });
        screen.progressDone();
        return sent[0];
    }

    private void everydayWork() {
        screen.chapter("Everyday work: files come, change and go; a database takes orders");
        try (LagMeter lag = new LagMeter(deployment, disks)) {
            for (int round = 0; round < 20; round++) {
                work.forEach(changes -> changes.everydayWork(6));
                for (int i = 0; i < 10; i++) {
                    ledger.add();
                }
                Patience.pause(100);
            }
            settle();
            numbers.seconds("rpoMedian", "recovery point behind the machines, median", lag.median());
            numbers.seconds("rpoWorst", "recovery point behind the machines, worst", lag.worst());
            screen.say("the second site was behind by %.2f s in the median, %.2f s at worst", lag.median(),
                    lag.worst());
        }
    }

    private void lineIsCut() {
        screen.chapter("The line between the sites is cut");
        deployment.cutLine();
        screen.say("%s; the machines go on", deployment.howCut());
        long entries = ledger.acknowledged();
        long end = System.nanoTime() + CUT_MILLIS * 1_000_000;
        while (System.nanoTime() < end) {
            work.forEach(changes -> changes.everydayWork(2));
            ledger.add();
            Patience.pause(50);
        }
        double behind = disks.stream().mapToDouble(disk -> deployment.state(disk).lagSeconds()).max().orElse(0);
        screen.say("%d transactions meanwhile; the second site is %.1f s behind", ledger.acknowledged() - entries,
                behind);
        findings.check("cut line", ledger.acknowledged() > entries && behind > 1, "the machines did not notice");
        deployment.mendLine();
        double seconds = settle().seconds();
        numbers.seconds("cutBehind", "behind at the end of the cut", behind);
        numbers.seconds("cutCaughtUp", "until all was there after the line was mended", seconds);
        findings.check("cut line", true, "caught up by itself %.1f s after it was mended".formatted(seconds));
    }

    private void agentIsKilled() {
        screen.chapter("The database's agent is killed (SIGKILL) under load");
        List<Disk> killed = disks.stream().filter(disk -> disk.machine().equals(Disks.DATABASE)).toList();
        Load load = new Load(List.of(ledger::add, () -> work.getLast().everydayWork(1)));
        Patience.pause(LOAD_MILLIS);
        long begun = System.nanoTime();
        deployment.killAgent(Disks.DATABASE);
        screen.say("the load says: %s", load.death());
        ledger.kill();
        long acknowledged = ledger.acknowledged();
        killed.forEach(disk -> disk.volume().abandon());
        deployment.startAgent(Disks.DATABASE, disks);
        for (Disk disk : killed) {
            disk.volume().attach(deployment.socket(disk));
            disk.volume().repair();
            disk.volume().mount();
        }
        numbers.seconds("agentRestart", "agent killed until its machine has its files again",
                (System.nanoTime() - begun) * 1e-9);
        screen.say("nbdfuse dies with its server, so the file systems were mounted anew, as after a power failure");
        long last = Ledger.lastEntry(data().volume().files());
        findings.check("agent killed", last >= acknowledged,
                "%d transactions were acknowledged, %d are there".formatted(acknowledged, last));
        ledger.open();
        findings.check("agent killed", settle().resyncs() == 0,
                "the second site has everything, without a resynchronization");
    }

    private Moment beforeTheMistake() {
        screen.chapter("A mistake");
        work.forEach(changes -> changes.everydayWork(20));
        Moment before = takeBefore();
        screen.say("at %s all is well: %d files, %s, %d transactions", before.time(), before.files(),
                Numbers.mebibytes(before.bytes()), before.ledgerEntries());
        return before;
    }

    /** Without root a file system can only be held still when nobody has a file open in it. */
    private Moment takeBefore() {
        if (stage.root()) {
            return Moment.take("before the mistake", disks, ledger);
        }
        ledger.close();
        Moment before = Moment.take("before the mistake", disks, ledger);
        ledger.open();
        return before;
    }

    private Moment mistake() {
        int ruined = work.stream().mapToInt(changes -> changes.mistake(150)).sum();
        ledger.ruin();
        screen.say("then %d files are made unreadable, and the database is emptied", ruined);
        work.forEach(changes -> changes.everydayWork(20));
        ledger.close();
        Moment latest = Moment.take("latest", disks, ledger);
        disks.forEach(disk -> disk.volume().unmount());
        disks.forEach(disk -> disk.volume().detach());
        return latest;
    }

    private void primarySiteIsLost() {
        settle();
        screen.chapter("The primary site is lost");
        deployment.killPrimary();
        screen.say("agents and process server were killed; what follows comes from the second site alone");
    }

    private void recover(Moment before, Moment latest) {
        Recovery recovery = new Recovery(stage, deployment.administrator(), findings);
        screen.chapter("Recovery to just before the mistake");
        String time = before.time().toString();
        disks.forEach(disk -> recovery.recover(disk, before, time));
        recovery.tryDatabase(data(), before, time);
        screen.chapter("Recovery to the latest point");
        disks.forEach(disk -> recovery.recover(disk, latest, "latest"));
        recovery.tell(numbers);
        numbers.bytes("journal", "journal at the second site",
                disks.stream().mapToLong(disk -> deployment.administrator().replica(disk).journalBytes()).sum());
        numbers.count("filesVerified", "files verified by SHA-256", before.files() + latest.files());
        numbers.bytes("verified", "verified", before.bytes() + latest.bytes());
    }

    /** How it went until the second site had everything. */
    private record Settled(double seconds, int resyncs) {}

    private Settled settle() {
        long begun = System.nanoTime();
        Set<Disk> compared = new HashSet<>();
        for (Disk disk : disks) {
            Patience.until("the second site has all of " + disk.title(), LONGEST, () -> {
                DiskState state = deployment.state(disk);
                if (state.compares()) {
                    compared.add(disk);
                }
                return state.settled();
            });
        }
        return new Settled((System.nanoTime() - begun) * 1e-9, compared.size());
    }

    private Disk data() {
        return disks.getLast();
    }
}
