package secondsite.drill.demo;

import java.util.List;
import java.util.UUID;
import secondsite.api.activity.Job;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoints;
import secondsite.drill.tools.Shell;

/** What is left at the second site: disks as they were, and what the configuration server knows. */
final class SecondSite {

    private final Stage stage;
    private final Telling telling;
    private final Deployment deployment;
    private final Administrator administrator;
    private final Machines machines;

    SecondSite(Stage stage, Telling telling, Deployment deployment, Administrator administrator, Machines machines) {
        this.stage = stage;
        this.telling = telling;
        this.deployment = deployment;
        this.administrator = administrator;
        this.machines = machines;
    }

    void recover(Moment before, Moment latest) {
        MasterTarget target = MasterTarget.at(administrator.masterTarget(Deployment.KEEPER),
                deployment.administratorsCertificate(),
                stage.cleanUp());
        Recovery recovery = new Recovery(stage, target, telling.findings());
        telling.chapter("Recovery to just before the mistake: by the bookmark, and by the time");
        machines.names().forEach(machine -> {
            MachinePoint bookmark = bookmark(machine, before);
            machines.of(machine).forEach(disk -> {
                UUID id = administrator.disk(disk);
                recovery.recover(disk, id, before, sequence(bookmark, id));
            });
        });
        Disk data = machines.data();
        recovery.tryDatabase(data, administrator.disk(data), before, before.time().toString());
        telling.chapter("Recovery to the latest point");
        machines.disks().forEach(disk -> recovery.recover(disk, administrator.disk(disk), latest, "latest"));
        recovery.tell(telling.numbers());
        telling.numbers().bytes("journal", "journal at the second site", machines.names().stream()
                .mapToLong(machine -> administrator.state(machine).journalBytes()).sum());
        telling.numbers().count("filesVerified", "files verified by SHA-256", before.files() + latest.files());
        telling.numbers().bytes("verified", "verified", before.bytes() + latest.bytes());
    }

    /** Finds the point with the label that was given to it, as a person finds it in the list. */
    private MachinePoint bookmark(String machine, Moment before) {
        MachinePoints known = administrator.points(machine);
        MachinePoint bookmark = known.points().stream()
                .filter(point -> Disasters.BOOKMARK.equals(point.label())).findFirst().orElseThrow(
                        () -> new Shell.Failure(machine + " has no point '" + Disasters.BOOKMARK + "'"));
        telling.say("the server lists %d points of %s", known.points().size(), machine);
        known.moments().forEach(span -> telling.say("  and any moment from %s to %s", span.from(), span.to()));
        boolean inOneSpan = known.moments().stream()
                .anyMatch(span -> !before.time().isBefore(span.from()) && !before.time().isAfter(span.to()));
        telling.findings().check(machine, bookmark.complete() && inOneSpan,
                "the bookmark is on all its disks, and the time before the mistake can be recovered");
        return bookmark;
    }

    /** Of the bookmark on one of the disks. */
    private static String sequence(MachinePoint bookmark, UUID disk) {
        return bookmark.disks().stream().filter(point -> point.disk().equals(disk)).findFirst()
                .map(MachinePoint.DiskPoint::sequence).map(String::valueOf)
                .orElseThrow(() -> new Shell.Failure("the bookmark is not on disk " + disk));
    }

    void whatIsKnown() {
        telling.chapter("What the configuration server knows of it");
        List<Job> jobs = administrator.jobs();
        jobs.forEach(job -> telling.say("job %-3d %-18s of %-9s ordered by %-9s %s", job.number(), job.type(),
                job.about(), job.who(), job.state()));
        telling.numbers().count("jobs", "jobs", jobs.size());
        telling.nextHealth(administrator, machines.names());
        long lines = administrator.auditLines();
        Long broken = administrator.auditBrokenAt();
        telling.numbers().count("auditLines", "lines of the audit log", lines);
        telling.findings().check("audit log", broken == null && lines > 0, broken == null
                ? "each of its %d lines follows from the one before it".formatted(lines)
                : "line %d does not follow from the one before it".formatted(broken));
    }
}
