package secondsite.drill.console;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import secondsite.api.Contact;
import secondsite.api.activity.Event;
import secondsite.api.machine.MachineSummary;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;

/**
 * So many machines at two sites, in groups of forty, that are protected at a third one. With every change one of them, picked at random,
 * has another RPO, and the health that belongs to it. Safe for use by several threads.
 */
final class Crowd {

    private static final int IN_A_GROUP = 40;
    private static final int TARGET_SECONDS = 900;
    private static final double LONGEST_SECONDS = 1_000;
    private static final List<String> NAMES = List.of("web", "sql", "mail", "app", "file");
    private static final UUID POLICY = new UUID(4, 1);

    private final Random random = new Random(1);
    private final AtomicReferenceArray<MachineSummary> machines;
    private final List<Site> sites = List.of(new Site(new UUID(1, 1), "Frankfurt", SiteKind.PRIMARY),
            new Site(new UUID(1, 2), "Leipzig", SiteKind.PRIMARY),
            new Site(new UUID(1, 3), "Munich", SiteKind.SECONDARY));
    private final List<HostGroup> groups;

    Crowd(int count) {
        groups = IntStream.range(0, (count + IN_A_GROUP - 1) / IN_A_GROUP).mapToObj(number -> new HostGroup(
                new UUID(2, number), "Group %03d".formatted(number), sites.get(number % 2).id(), POLICY)).toList();
        machines = new AtomicReferenceArray<>(count);
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            HostGroup group = groups.get(i / IN_A_GROUP);
            String name = "%s-%05d".formatted(NAMES.get(i % NAMES.size()), i);
            machines.set(i, judged(new MachineSummary(new UUID(7, i), name, name,
                    name.toLowerCase(Locale.ROOT) + ".example.net", group.id(), group.site(), "Debian GNU/Linux 13",
                    2, 80L << 30, now, Contact.HEARD, "PROTECTED", false, "OK", 0.0, null), now));
        }
    }

    private MachineSummary judged(MachineSummary before, Instant now) {
        double rpo = random.nextInt(25) == 0 ? random.nextDouble(LONGEST_SECONDS) : random.nextDouble(60);
        String health = rpo > TARGET_SECONDS ? "CRITICAL" : rpo > TARGET_SECONDS * 0.8 ? "WARNING" : "OK";
        return new MachineSummary(before.id(), before.name(), before.agent(), before.hostName(), before.group(),
                before.site(), before.operatingSystem(), before.disks(), before.bytes(), now, before.contact(),
                before.protection(), before.paused(), health, rpo, before.failover());
    }

    int size() {
        return machines.length();
    }

    /** One machine is other than before. @param id of the event that says so */
    Event change(long id, Instant now) {
        int place = random.nextInt(machines.length());
        MachineSummary machine = judged(machines.get(place), now);
        machines.set(place, machine);
        return new Event(id, now, "machine.state", Event.Severity.INFORMATION, machine.id().toString(),
                machine.name(), null, null, false);
    }

    /** By name. @param to the first that is not wanted any more */
    List<MachineSummary> machines(int from, int to) {
        return IntStream.range(from, to).mapToObj(machines::get).toList();
    }

    List<Site> sites() {
        return sites;
    }

    List<HostGroup> groups() {
        return groups;
    }

    Policy policy() {
        return new Policy(POLICY, "Standard", 300, 0, new Retention(1_440, 72, 14), TARGET_SECONDS, 7,
                Policy.Compression.AGENT, BandwidthSchedule.UNLIMITED, List.of(), "UTC", null);
    }

    List<ServerSummary> servers(Instant now) {
        return List.of(server("process-server", "ps-fra", sites.getFirst(), now),
                server("process-server", "ps-lej", sites.get(1), now),
                server("master-target", "mt-muc", sites.getLast(), now));
    }

    private static ServerSummary server(String kind, String name, Site site, Instant now) {
        return new ServerSummary(kind, name, URI.create("https://" + name + ".example.net"), "1", site.id(), now, now,
                Contact.HEARD, 0L, null, 100, null);
    }

    List<ReplicationPath> paths() {
        return machines(0, size()).stream().map(machine -> new ReplicationPath(machine.id(),
                machine.site().equals(sites.getFirst().id()) ? "ps-fra" : "ps-lej", "mt-muc", 1L << 20)).toList();
    }

    HealthSummary health(Instant now) {
        List<MachineSummary> all = machines(0, size());
        MachineSummary worst = all.stream().max((one, other) -> Double.compare(one.rpoSeconds(), other.rpoSeconds()))
                .orElseThrow();
        long critical = all.stream().filter(machine -> machine.health().equals("CRITICAL")).count();
        long warning = all.stream().filter(machine -> machine.health().equals("WARNING")).count();
        return new HealthSummary(now, new HealthSummary.Levels(size() - critical - warning, 0, warning, critical), 0,
                new HealthSummary.Levels(3, 0, 0, 0), worst.rpoSeconds(), worst.id(), worst.name(), 0, 900L << 20,
                700L << 20, critical, warning);
    }
}
