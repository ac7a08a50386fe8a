package secondsite.app.session;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import secondsite.api.Contact;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.Connection;
import secondsite.api.client.Fingerprint;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.HealthSummary;
import secondsite.api.security.Role;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;

/** A deployment that nobody runs, as a server would tell it: to show views without one. */
public final class FabricatedDeployment {

    public static final Instant NOW = Instant.parse("2026-11-20T02:04:31Z");
    public static final String AUTHORITY = "sha256:" + "0123456789abcdef".repeat(4);

    private static final UUID FRANKFURT = UUID.nameUUIDFromBytes(new byte[]{1});
    private static final UUID GROUP = UUID.nameUUIDFromBytes(new byte[]{3});

    private final LiveModel live;
    private final Hearing hearing;

    /** @param clock which the model judges the age of what it heard by */
    public FabricatedDeployment(InstantSource clock) {
        this.hearing = new Hearing(clock);
        this.live = new LiveModel(hearing);
    }

    public LiveModel live() {
        return live;
    }

    /** The server said something. */
    public void hear() {
        hearing.heard();
        live.look();
    }

    /** The server tells of it. */
    public void happens(Event event) {
        live.apply(new News(List.of(), List.of(event), false));
    }

    /** These machines are so now. */
    public void tell(MachineSummary... machines) {
        live.apply(new News(List.of(to -> to.machines.merge(List.of(machines))), List.of(), false));
    }

    /** This machine is not there any more. */
    public void forget(MachineSummary machine) {
        live.apply(new News(List.of(to -> to.machines.forget(List.of(machine.id()))), List.of(), false));
    }

    /** The alert about this is seen once more. */
    public void repeats(String about) {
        List<Alert> now = live.alerts().stream().filter(alert -> alert.about().equals(about))
                .map(alert -> new Alert(alert.id(), alert.code(), alert.kind(), alert.subject(), alert.about(),
                        alert.severity(), alert.detail(), alert.raised(), alert.seen(), null, alert.times() + 1, null,
                        null))
                .toList();
        live.apply(new News(List.of(to -> to.alerts.merge(now)), List.of(), false));
    }

    /** These servers are so now. */
    public void tell(ServerSummary... servers) {
        live.apply(new News(List.of(to -> to.servers.merge(List.of(servers))), List.of(), false));
    }

    /** These jobs are so now. */
    public void tell(Job... jobs) {
        live.apply(new News(List.of(to -> to.jobs(List.of(jobs))), List.of(), false));
    }

    /** Of somebody at a server that is not there. */
    public static Session session(Role role) {
        return session(role, Environment.PRODUCTION);
    }

    /** Of somebody at a server that is not there, in an environment of this kind. */
    public static Session session(Role role, Environment environment) {
        var profile = new Profile("core.dr.example.net", URI.create("https://127.0.0.1:9"), AUTHORITY, "a.weber",
                environment);
        return new Session(profile, "a.weber", role,
                new Connection(profile.server(), new Fingerprint(AUTHORITY), "token",
                        Connection.Patience.DEFAULTS));
    }

    public static MachineSummary machine(int number, String name, String protection, String health, Double rpo,
            String failover) {
        return new MachineSummary(new UUID(7, number), name, name, name + ".example.net", GROUP, FRANKFURT,
                "Debian GNU/Linux 13", 2, 80L << 30, NOW.minusSeconds(5), Contact.HEARD, protection, false, health, rpo,
                failover);
    }

    /** Two sites, and nothing else yet. */
    public void bare() {
        live.apply(new News(List.of(to -> to.sites.replace(List.of(new Site(FRANKFURT, "Frankfurt", SiteKind.PRIMARY),
                new Site(UUID.nameUUIDFromBytes(new byte[]{2}), "Munich", SiteKind.SECONDARY)))), List.of(), true));
        hear();
    }

    /** Some machines, jobs, alerts and events. */
    public FabricatedDeployment filled() {
        List<MachineSummary> machines = new ArrayList<>();
        for (int i = 1; i <= 36; i++) {
            machines.add(machine(i, "app-%02d".formatted(i), "PROTECTED", "OK", 4.0 + i, null));
        }
        machines.add(machine(101, "mail-02", "PROTECTED", "CRITICAL", 1399.0, null));
        machines.add(machine(102, "sql-03", "PROTECTED", "WARNING", 527.0, null));
        machines.add(machine(103, "web-02", "PROTECTED", "OK", 6.0, "TEST"));
        machines.add(machine(104, "file-05", "COMMIT_PENDING", "OK", null, "UNPLANNED"));
        live.apply(new News(List.of(to -> to.machines.replace(machines),
                to -> to.sites.replace(List.of(new Site(FRANKFURT, "Frankfurt", SiteKind.PRIMARY),
                        new Site(UUID.nameUUIDFromBytes(new byte[]{2}), "Munich", SiteKind.SECONDARY))),
                to -> to.hostGroups.replace(List.of(new HostGroup(GROUP, "ERP core", FRANKFURT, null))),
                to -> to.alerts.replace(List.of(
                        alert(1, "mail-02", ErrorCode.RPO_EXCEEDED, Severity.CRITICAL,
                                "23 min 19 s, 15 min are allowed"),
                        alert(2, "sql-03", ErrorCode.CHURN_HIGH, Severity.WARNING, "210 MiB/s since 02:58"))),
                to -> to.jobs(List.of(job(812, "resync", "app-07", 64), job(811, "enable-protection", "web-09", 21))),
                this::measure), events(), true));
        hear();
        return this;
    }

    private void measure(LiveModel to) {
        for (int i = 60; i >= 0; i--) {
            to.health(new HealthSummary(NOW.minusSeconds(i * 5L), new HealthSummary.Levels(36, 0, 1, 1), 2,
                    new HealthSummary.Levels(3, 0, 0, 0), i > 20 ? 200.0 + i % 7 : 1399.0 - i * 60,
                    new UUID(7, 101), "mail-02", 1, 684L << 20, (300L + 10 * (i % 5)) << 20, 1, 1), 4);
        }
    }

    private static Alert alert(long id, String about, ErrorCode code, Severity severity, String detail) {
        return new Alert(id, code, "machine", new UUID(7, 100 + id).toString(), about, severity, detail,
                NOW.minusSeconds(600), NOW, null, 1, null, null);
    }

    private static Job job(long number, String type, String about, int percent) {
        return new Job(number, type, new UUID(7, number).toString(), about, "a.weber", NOW.minusSeconds(1200), null,
                JobState.RUNNING, null, null,
                List.of(new Job.Task("compare", JobState.RUNNING, NOW.minusSeconds(1200), null,
                        1, new Job.Progress(percent, 100, 104L << 20, 360L, null))));
    }

    private static List<Event> events() {
        return List.of(event(1, "machine.state", Severity.INFORMATION, "app-01"),
                event(2, "alert.raised", Severity.CRITICAL, "mail-02"),
                event(3, "job.done", Severity.INFORMATION, "web-02"));
    }

    private static Event event(long id, String type, Severity severity, String about) {
        return new Event(id, NOW.minusSeconds(300 - 60 * id), type, severity, new UUID(7, id).toString(), about, null,
                null, true);
    }
}
