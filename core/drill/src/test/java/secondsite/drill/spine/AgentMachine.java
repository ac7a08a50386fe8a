package secondsite.drill.spine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.InitialCopy;
import secondsite.agent.copy.Resync;
import secondsite.agent.ship.DiskShipping;
import secondsite.drill.world.Machine;
import secondsite.drill.world.ProcessFolder;
import secondsite.drill.world.Run;
import secondsite.drill.world.World;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Bandwidth;

/** A protected machine: its guests, their disks, and the agent. */
final class AgentMachine extends Machine {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final List<GuestDisk> disks;
    private final Build build;
    private final Plan plan;
    private final GatewayMachine gateway;
    private final List<DiskShipping> shippings = new ArrayList<>();
    private final Set<UUID> whole = new TreeSet<>();
    private final GroupOfDisks group;
    private boolean uncertain;
    private boolean quiet;
    private long pause = 60 * MILLI;

    AgentMachine(String name, World world, Build build, List<GuestDisk> disks, Plan plan, GatewayMachine gateway) {
        super(name, world);
        this.build = build;
        this.disks = disks;
        this.plan = plan;
        this.gateway = gateway;
        this.group = new GroupOfDisks(disks, world);
    }

    List<GuestDisk> disks() {
        return disks;
    }

    GatewayMachine gateway() {
        return gateway;
    }

    GroupOfDisks group() {
        return group;
    }

    /** Guests write no more. */
    void quiet() {
        quiet = true;
    }

    /** How long guests pause between writes, about. */
    void pause(long nanos) {
        pause = nanos;
    }

    @Override
    protected void begin(Run run, ProcessFolder own) throws IOException {
        Folder folder = build.files(this, own);
        makeFolders(folder);
        var machine = new Semaphore(1);
        for (GuestDisk disk : disks) {
            protect(disk, open(disk, run, folder), run, machine);
        }
        uncertain = false;
        attempt("group", () -> repeat(run, 400 * MILLI, () -> group(run)));
        attempt("marks", () -> repeat(run, 3 * SECOND, () -> mark(run)));
    }

    private void makeFolders(Folder folder) throws IOException {
        folder.folder("beside");
        for (GuestDisk disk : disks) {
            folder.folder("spool-" + disk.name());
            makeImage(disk, folder);
        }
        folder.force();
    }

    private void makeImage(GuestDisk disk, Folder folder) throws IOException {
        String image = "image-" + disk.name();
        if (!folder.exists(image)) {
            String draft = image + ".new";
            folder.delete(draft);
            try (StoredFile file = folder.create(draft)) {
                file.resize(disk.identity().diskSize());
                file.force();
            }
            folder.rename(draft, image);
        }
    }

    private SplitCapture open(GuestDisk disk, Run run, Folder folder) throws IOException {
        Disk image = build.beneath(run, new FileDisk(folder.open("image-" + disk.name())));
        var settings = new CaptureSettings(disk.identity(), 1, new UUID(boots(), 1), plan.spoolLimits());
        SplitCapture capture = new SplitDiskOpening(image, folder.folder("spool-" + disk.name()),
                folder.folder("beside"), settings, clock).open();
        build.opened(image);
        disk.opened(run, capture, uncertain);
        world.trace().add(name, "{} is open: {}, records {} to {}", disk.name(),
                capture.status().situation().toString(),
                capture.spool().isOpen() ? capture.spool().journal().firstSequence() : -1,
                capture.spool().isOpen() ? capture.spool().lastSequence() : -1);
        return capture;
    }

    private void protect(GuestDisk disk, SplitCapture capture, Run run, Semaphore machine) {
        var shipping = new DiskShipping(new WatchedCapture(disk, capture, run),
                Wire.receiver(world.network(), run, gateway, disk),
                new DiskShipping.Means(plan.shipping(), new Bandwidth(0), clock, run, random));
        shippings.add(shipping);
        attempt("ship", () -> repeat(run, 250 * MILLI, () -> ship(disk, shipping)));
        attempt("checkpoint", () -> repeat(run, plan.checkpointMillis() * MILLI, () -> checkpoint(disk)));
        attempt("jobs", () -> new Jobs(disk, run, machine).run());
        attempt("guest", () -> repeat(run, 0, () -> guest(disk, run)));
        attempt("focus", () -> repeat(run, 8 * SECOND, disk::focus));
    }

    private void repeat(Run run, long mean, Run.Task task) throws IOException, InterruptedException {
        while (!run.ended()) {
            run.sleep(mean == 0 ? random.nextLong(2 * pause) : random.nextLong(mean / 2, mean * 3 / 2));
            run.checkAlive();
            task.run();
        }
    }

    private void ship(GuestDisk disk, DiskShipping shipping) {
        shipping.step();
        disk.observe();
    }

    private void checkpoint(GuestDisk disk) {
        try {
            disk.capture().checkpoint();
        } catch (IOException e) {
            world.trace().add(name, "no checkpoint of {}: {}", disk.name(), e.getMessage());
        }
        disk.observe();
    }

    private void guest(GuestDisk disk, Run run) throws IOException, InterruptedException {
        run.checkAlive();
        if (quiet) {
            run.sleep(SECOND);
        } else {
            disk.act();
        }
    }

    private void group(Run run) throws InterruptedException {
        if (!quiet) {
            group.act(run);
        }
    }

    private void mark(Run run) throws InterruptedException {
        if (quiet) {
            return;
        }
        UUID id = new UUID(random.nextLong(), random.nextLong());
        try {
            List<Capture> captures = disks.stream().map(disk -> (Capture) disk.capture()).toList();
            disks.forEach(disk -> disk.model().beginsRecords(1, disk.state().logs()));
            build.mark(run, captures, new Record.Mark(MarkKind.GROUP, id, "group"));
            group.marked(id);
        } catch (IOException e) {
            run.checkAlive();
            world.trace().add(name, "no mark: {}", e.getMessage());
        }
        disks.forEach(GuestDisk::observe);
    }

    @Override
    protected void ended(boolean powerLost) {
        uncertain |= powerLost || run().faults().forceFailed();
        shippings.clear();
        disks.forEach(GuestDisk::closed);
    }

    /** What a disk needs besides shipping: the first copy, and a comparison after each gap. */
    private final class Jobs {

        private final GuestDisk disk;
        private final Capture capture;
        private final Run run;
        private final Semaphore machine;
        private final CopyMeans means;
        private final Target target;
        private boolean read;

        Jobs(GuestDisk disk, Run run, Semaphore machine) {
            this.disk = disk;
            this.capture = new WatchedCapture(disk, disk.capture(), run);
            this.run = run;
            this.machine = machine;
            this.means = new CopyMeans(1, random.nextBoolean(), new Bandwidth(0), clock, run);
            this.target = new Target(world.network(), run, gateway, disk);
            whole.remove(disk.id());
        }

        void run() throws InterruptedException {
            while (!run.ended()) {
                run.sleep(500 * MILLI);
                CaptureState now = disk.state();
                boolean differs = now == CaptureState.RESYNC_REQUIRED || now == CaptureState.RESYNCING;
                if (now == CaptureState.FENCED || !capture.met()) {
                    continue;
                }
                if (!whole.contains(disk.id()) && !(read && differs)) {
                    work("copy", this::copy);
                } else if (differs) {
                    work("comparison", this::compare);
                }
            }
        }

        private void work(String what, Run.Task task) throws InterruptedException {
            machine.acquire();
            try {
                world.trace().add(name, "{} of {} begins", what, disk.name());
                task.run();
                world.trace().add(name, "{} of {} is done", what, disk.name());
            } catch (IOException | RuntimeException e) {
                run.checkAlive();
                world.trace().add(name, "{} of {} failed: {}", what, disk.name(), e.getMessage());
                run.sleep(5 * SECOND);
            } finally {
                machine.release();
            }
            disk.observe();
        }

        private void copy() throws IOException, InterruptedException {
            if (new InitialCopy(capture, build.copied(target), means).run()) {
                whole.add(disk.id());
            }
            read = true;
        }

        private void compare() throws IOException, InterruptedException {
            run.sleep(plan.resyncDelayMillis() * MILLI);
            new Resync(build.compared(run, capture), target, means, () -> {
            }).run();
        }
    }

    /** Whether a disk of it is being compared. */
    boolean comparing() {
        return up()
                && disks.stream().anyMatch(disk -> disk.capture() != null && disk.state() == CaptureState.RESYNCING);
    }

    /** Whether all its disks are replicated, and nothing is under way. */
    String unsettled() {
        if (!up() || shippings.size() < disks.size()) {
            return name + " is down";
        }
        for (int i = 0; i < disks.size(); i++) {
            GuestDisk disk = disks.get(i);
            var progress = shippings.get(i).progress();
            boolean shipped = progress.isPresent()
                    && progress.get().position().targetSequence() == disk.capture().spool().lastSequence();
            if (disk.state() != CaptureState.LOGGING || !whole.contains(disk.id()) || !shipped) {
                return disk.name() + ": " + disk.state() + ", whole " + whole.contains(disk.id()) + ", "
                        + progress + ", " + shippings.get(i).problem();
            }
        }
        return "";
    }
}
