package secondsite.drill.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import secondsite.drill.tools.Patience;

/** The machines at the primary site and what goes on on them: files come, change and go, and a database takes orders. */
final class Machines {

    private static final long BETWEEN_MILLIS = 50;

    private final List<Disk> disks;
    private final List<Changes> changes = new ArrayList<>();
    private Ledger ledger;

    Machines(List<Disk> disks) {
        this.disks = disks;
    }

    List<Disk> disks() {
        return disks;
    }

    List<String> names() {
        return disks.stream().map(Disk::machine).distinct().toList();
    }

    List<Disk> of(String machine) {
        return disks.stream().filter(disk -> disk.machine().equals(machine)).toList();
    }

    /** The disk with the database. */
    Disk data() {
        return disks.getLast();
    }

    /** They use their disks from now on. @param sockets where each is served */
    void start(Function<Disk, Path> sockets) {
        for (Disk disk : disks) {
            disk.volume().attach(sockets.apply(disk));
            disk.volume().mount();
            changes.add(new Changes(disk.volume().files(), changes.size()));
        }
        ledger = new Ledger(data().volume().files());
        ledger.open();
    }

    /** Something changes on each disk, and the database takes some orders. */
    void work(int rounds, int transactions) {
        changes.forEach(each -> each.everydayWork(rounds));
        for (int i = 0; i < transactions; i++) {
            ledger.add();
        }
        Patience.pause(BETWEEN_MILLIS);
    }

    /** Work that leaves the machines time for something else. */
    Load lightLoad() {
        return new Load(
                List.of(ledger::add, () -> changes.getFirst().everydayWork(1), () -> Patience.pause(BETWEEN_MILLIS)));
    }

    /** Work without a pause on the disk with the database. */
    Load heavyLoad() {
        return new Load(List.of(ledger::add, () -> changes.getLast().everydayWork(1)));
    }

    /** Transactions that the database has acknowledged. */
    long acknowledged() {
        return ledger.acknowledged();
    }

    /** A machine's disks are dead, and so is its database. */
    void die(String machine) {
        ledger.kill();
        of(machine).forEach(disk -> disk.volume().abandon());
    }

    /** The file systems are repaired and mounted, as any machine does when it starts after a power failure. */
    void restart(String machine, Function<Disk, Path> sockets) {
        for (Disk disk : of(machine)) {
            disk.volume().attach(sockets.apply(disk));
            disk.volume().repair();
            disk.volume().mount();
        }
    }

    /** The database goes on. @return the last transaction that it has found */
    long restartDatabase() {
        long last = Ledger.lastEntry(data().volume().files());
        ledger.open();
        return last;
    }

    /** Ruins files and empties the database. @return how many files */
    int mistake() {
        int ruined = changes.stream().mapToInt(each -> each.mistake(150)).sum();
        ledger.ruin();
        return ruined;
    }

    /**
     * All disks at a moment at which nothing is written.
     *
     * @param closed whether the database has to be closed for that
     * @param still  what is to be done meanwhile
     */
    Moment moment(String name, boolean closed, Runnable still) {
        if (!closed) {
            return Moment.take(name, disks, ledger.acknowledged(), still);
        }
        ledger.close();
        Moment moment = Moment.take(name, disks, ledger.acknowledged(), still);
        ledger.open();
        return moment;
    }

    /** The database is closed, and the disks are let go. @return what was on them in the end */
    Moment shutDown(String name) {
        ledger.close();
        Moment moment = Moment.take(name, disks, ledger.acknowledged(), () -> {
        });
        disks.forEach(disk -> disk.volume().unmount());
        disks.forEach(disk -> disk.volume().detach());
        return moment;
    }
}
