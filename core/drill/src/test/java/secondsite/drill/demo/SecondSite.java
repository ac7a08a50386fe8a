package secondsite.drill.demo;

import java.util.List;
import java.util.UUID;
import secondsite.api.activity.Job;

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
        MasterTarget target = MasterTarget.at(administrator.masterTarget(), deployment.administratorsCertificate(),
                stage.cleanUp());
        RecoveryPoints points = target;
        Recovery recovery = new Recovery(stage, target, telling.findings());
        telling.chapter("Recovery to just before the mistake: by the bookmark, and by the time");
        for (Disk disk : machines.disks()) {
            UUID id = administrator.disk(disk);
            recovery.recover(disk, id, before, points.bookmark(id, Disasters.BOOKMARK));
        }
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
