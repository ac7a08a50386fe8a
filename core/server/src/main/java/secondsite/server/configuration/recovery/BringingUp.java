package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.HostStatus;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.configuration.store.KeptFailovers;
import secondsite.server.web.ProblemException;

/**
 * Brings a copy of a machine up, the same for all kinds of failover. What is chosen is kept before the host hears of it, and the host does
 * again what it is told again; so each task may begin anew, and there is never a second copy.
 */
@Singleton
final class BringingUp {

    static final String CHECK = "check";
    static final String KEEP = "keep-exports";
    static final String MAKE = "make-machine";
    static final String START = "start";
    static final String PROBES = "probes";
    static final String EVIDENCE = "evidence";
    /** What comes when all is chosen. */
    static final List<String> TASKS = List.of(KEEP, MAKE, START, PROBES, EVIDENCE);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int CONSOLE_BYTES = 64 << 10;
    private static final int PICTURE_BYTES = 8 << 20;

    private final FailoverBook book;
    private final ProtectionBook protections;
    private final CopyHosts hosts;
    private final Specifications specifications;
    private final Probing probing;
    private final Loss loss;
    private final PointChoice points;
    private final LiveReports reports;
    private final InstantSource clock;

    @Inject
    BringingUp(FailoverBook book, ProtectionBook protections, CopyHosts hosts, Specifications specifications,
            Probing probing, Loss loss, PointChoice points, LiveReports reports, InstantSource clock) {
        this.book = book;
        this.protections = protections;
        this.hosts = hosts;
        this.specifications = specifications;
        this.probing = probing;
        this.loss = loss;
        this.points = points;
        this.reports = reports;
        this.clock = clock;
    }

    /** All but {@link #CHECK}. Done with {@link #START}, the copy runs, and when that was is known. */
    Step step(String task, Undertaking now, JobContext job) throws JobFailure {
        return switch (task) {
            case KEEP -> keep(now, job);
            case MAKE -> make(now);
            case START -> start(now);
            case PROBES, EVIDENCE -> look(task, now, job);
            default -> throw new IllegalArgumentException("there is no task '" + task + "'");
        };
    }

    /** Whether the host can run it, and there is such a point; nothing is chosen yet. */
    void check(Undertaking now, ProtectedMachine machine) throws JobFailure {
        check(now, machine, 0);
    }

    /** @param freed bytes of memory that the host will have besides, before it starts the copy */
    void check(Undertaking now, ProtectedMachine machine, long freed) throws JobFailure {
        if (now.request().kind() != FailoverKind.PLANNED || now.state() != FailoverState.STARTING) {
            chosen(() -> points.of(now.machine(), now.copy().point()));
        }
        List<Undertaking.Disk> disks = machine.disks().stream()
                .map(disk -> new Undertaking.Disk(disk.disk(), UUID.randomUUID(), "")).toList();
        List<String> lacks = HostLacks.of(host(now), specification(now, disks), freed);
        if (!lacks.isEmpty()) {
            throw JobFailure.forGood(ErrorCode.HOST_UNABLE,
                    now.copy().masterTarget() + ": " + String.join("; ", lacks));
        }
    }

    private HostStatus host(Undertaking now) throws JobFailure {
        String target = now.copy().masterTarget();
        if (reports.masterTarget(target).filter(report -> report.host() == null).isPresent()) {
            throw JobFailure.forGood(ErrorCode.HOST_MISSING, target + " runs no machines");
        }
        return hosts.ask(target, client -> client.status());
    }

    /** Chooses once. @param drained the last record of each disk of a source that was drained; else the point that was asked for holds */
    void choose(Undertaking now, ProtectedMachine machine, Map<UUID, String> drained, JobContext job)
            throws JobFailure {
        if (now.copy().specification() != null) {
            return;
        }
        PointChoice.Chosen chosen = chosen(
                () -> drained.isEmpty()
                        ? points.of(now.machine(), now.copy().point())
                        : points.exactly(now.machine(), drained));
        List<Undertaking.Disk> disks = chosen.disks().entrySet().stream()
                .map(disk -> new Undertaking.Disk(disk.getKey(), UUID.randomUUID(), disk.getValue())).toList();
        MachineSpecification made = specification(now, disks);
        double lost = loss.seconds(machine, chosen);
        job.log("all disks as they were at " + chosen.time() + ", which leaves out %.1f s".formatted(lost));
        job.log(made.memoryMebibytes() + " MiB, " + made.processors() + " processors, " + made.disks().size()
                + " disks, " + made.cards().size() + " cards at " + now.copy().masterTarget());
        book.change(now.id(), kept -> kept.with(kept.copy().chosen(chosen.time(), lost, disks, made)));
    }

    /** What the source wrote since its point was chosen is lost too. */
    void measure(Undertaking now, ProtectedMachine machine) throws JobFailure {
        Map<UUID, String> disks = now.copy().disks().stream()
                .collect(Collectors.toMap(Undertaking.Disk::disk, Undertaking.Disk::at));
        Instant newest = chosen(() -> points.exactly(now.machine(), disks)).newest();
        double lost = loss.seconds(machine, new PointChoice.Chosen(now.copy().pointTime(), disks, newest));
        book.change(now.id(), kept -> kept.with(kept.copy().chosen(kept.copy().pointTime(), lost, kept.copy().disks(),
                kept.copy().specification())));
    }

    /** The machine, as it is protected. */
    ProtectedMachine machine(Undertaking now) throws JobFailure {
        return protections.find(now.machine()).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, now.name() + " is not protected any more"));
    }

    static PointChoice.Chosen chosen(Supplier<PointChoice.Chosen> choice) throws JobFailure {
        try {
            return choice.get();
        } catch (ProblemException e) {
            throw e.problem().code() == ProblemCode.UNREACHABLE
                    ? JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE, e.getMessage())
                    : JobFailure.forGood(ErrorCode.NO_RECOVERY_POINT, e.getMessage());
        }
    }

    private MachineSpecification specification(Undertaking now, List<Undertaking.Disk> disks) throws JobFailure {
        try {
            return specifications.of(now, disks);
        } catch (IllegalArgumentException e) {
            throw JobFailure.forGood(ErrorCode.HOST_UNABLE, "no such machine can be made: " + e.getMessage());
        }
    }

    private Step keep(Undertaking now, JobContext job) throws JobFailure {
        String label = now.request().kind().name().toLowerCase(Locale.ROOT) + " failover " + now.id();
        for (Undertaking.Disk disk : now.copy().disks()) {
            var export = hosts.ask(now.copy().masterTarget(),
                    host -> host.keep(disk.disk(), disk.export(), new KeptExportRequest(disk.at(), label)));
            job.log("disk " + disk.disk() + " as it was after its record " + export.sequence());
        }
        return new Step.Done();
    }

    private Step make(Undertaking now) throws JobFailure {
        hosts.ask(now.copy().masterTarget(), host -> host.make(now.copy().specification()));
        return new Step.Done();
    }

    private Step start(Undertaking now) throws JobFailure {
        MachineStatus status = hosts.ask(now.copy().masterTarget(), host -> host.start(now.copy().hosted()));
        if (status.state() == MachineState.STARTING || status.state() == MachineState.MADE) {
            return new Step.Again(null, SOON);
        }
        if (status.state() != MachineState.RUNNING) {
            throw JobFailure.forGood(ErrorCode.HOST_REFUSED,
                    "the copy is " + status.state() + " after its start: " + status.reason());
        }
        Instant up = clock.instant();
        book.change(now.id(), kept -> kept.copy().up() == null ? kept.with(kept.copy().upAt(up)) : kept);
        return new Step.Done();
    }

    /** What cannot be had is no reason to give up a copy that runs. */
    private Step look(String task, Undertaking now, JobContext job) throws JobFailure {
        try {
            return task.equals(PROBES) ? probing.step(now, job) : evidence(now, job);
        } catch (JobFailure e) {
            if (e.recoverable()) {
                throw e;
            }
            job.log(task + " cannot be done: " + e.getMessage());
            return new Step.Done();
        }
    }

    private Step evidence(Undertaking now, JobContext job) throws JobFailure {
        String target = now.copy().masterTarget();
        UUID hosted = now.copy().hosted();
        Optional<String> picture = Optional.empty();
        try {
            byte[] png = hosts.ask(target, host -> host.picture(hosted));
            picture = Optional.of(png).filter(bytes -> bytes.length <= PICTURE_BYTES)
                    .map(Base64.getEncoder()::encodeToString);
        } catch (JobFailure e) {
            if (e.recoverable()) {
                throw e;
            }
            job.log("there is no picture: " + e.getMessage());
        }
        long said = hosts.ask(target, host -> host.machine(hosted)).consoleBytes();
        ConsoleText console = hosts.ask(target,
                host -> host.console(hosted, Math.max(0, said - CONSOLE_BYTES), CONSOLE_BYTES));
        book.keep(now.id(), new KeptFailovers.Evidence(picture, console.text()));
        return new Step.Done();
    }

    static Step again(String note) {
        return new Step.Again(new Job.Progress(0, 0, 0, null, note), SOON);
    }
}
