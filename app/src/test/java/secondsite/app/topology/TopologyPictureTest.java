package secondsite.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import secondsite.api.Contact;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.control.Status;
import secondsite.app.control.topology.Topology;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;

class TopologyPictureTest {

    private static final Instant NOW = Instant.parse("2026-11-20T02:04:31Z");
    private static final UUID FRANKFURT = new UUID(1, 1);
    private static final UUID MUNICH = new UUID(1, 2);
    private static final UUID HOSTS = new UUID(2, 1);

    private final Texts texts = new Texts(Language.ENGLISH);
    private final TopologyWords words = new TopologyWords(texts,
            new Formats(texts, new TickingClock(InstantSource.fixed(NOW), ZoneId.of("UTC"))));

    private static MachineSummary machine(int id, String name, UUID group, UUID site, String health) {
        return new MachineSummary(new UUID(7, id), name, name, name, group, site, "Linux", 1, 1 << 20, NOW,
                Contact.HEARD, "PROTECTED", false, health, 4.0, null);
    }

    private static ServerSummary server(String kind, String name, UUID site, Contact contact) {
        return new ServerSummary(kind, name, null, "1", site, NOW, NOW, contact, 0L, null, 1, null);
    }

    private static Deployment deployment(Contact target) {
        List<MachineSummary> machines = List.of(machine(1, "web", HOSTS, FRANKFURT, "OK"),
                machine(2, "mail", HOSTS, FRANKFURT, "CRITICAL"), machine(3, "sql", HOSTS, FRANKFURT, "OK"),
                machine(4, "lost", null, null, null));
        return new Deployment(
                List.of(new Site(MUNICH, "Munich", SiteKind.SECONDARY), new Site(FRANKFURT, "Frankfurt",
                        SiteKind.PRIMARY)),
                List.of(new HostGroup(HOSTS, "Hosts", FRANKFURT, null)),
                List.of(new ReplicationGroup(new UUID(3, 1), "Office", 0, 100,
                        List.of(new UUID(7, 1), new UUID(7, 2)))),
                machines,
                List.of(server("process-server", "ps", FRANKFURT, Contact.HEARD),
                        server("master-target", "mt", MUNICH, target)),
                List.of(),
                List.of(path(1, 100L << 20), path(2, 0L), path(3, 20L << 20)).stream()
                        .collect(Collectors.toMap(ReplicationPath::machine, Function.identity())));
    }

    private static ReplicationPath path(int machine, Long rate) {
        return new ReplicationPath(new UUID(7, machine), "ps", "mt", rate);
    }

    private Topology picture(Deployment deployment) {
        return TopologyPicture.of(deployment, _ -> true, words, new DrawnMachines());
    }

    @Test
    void machinesStandInTheBoxOfTheirReplicationGroupAndOthersInThatOfTheirHosts() {
        Topology picture = picture(deployment(Contact.HEARD));
        assertThat(picture.sites()).extracting(Topology.Site::name).containsExactly("Frankfurt", "Munich", "No site");
        assertThat(picture.sites()).extracting(Topology.Site::recovery).containsExactly(false, true, false);
        Topology.Site home = picture.sites().getFirst();
        assertThat(home.groups()).extracting(Topology.Group::name).containsExactly("Hosts", "Office");
        assertThat(home.groups().getLast().machines()).extracting(Topology.Machine::name).containsExactly("mail",
                "web");
        assertThat(home.groups()).extracting(Topology.Group::status).containsExactly(Status.OK, Status.CRIT);
        assertThat(picture.sites().getLast().groups().getFirst().machines()).extracting(Topology.Machine::status)
                .containsExactly(Status.UNKNOWN);
    }

    @Test
    void aBrokenMachineHasAStrandOfItsOwnAndTheOthersKeepTheirColour() {
        Topology picture = picture(deployment(Contact.HEARD));
        Map<String, Topology.Link> office = picture.links().stream()
                .filter(link -> link.from().contains("replication/"))
                .collect(Collectors.toMap(link -> link.broken() ? "broken" : "flowing", Function.identity()));
        assertThat(office.get("broken").status()).isEqualTo(Status.CRIT);
        assertThat(office.get("broken").flows()).isFalse();
        assertThat(office.get("flowing").status()).isEqualTo(Status.OK);
        assertThat(office.get("flowing").throughput()).isEqualTo(Topology.Throughput.MOST);
    }

    @Test
    void betweenServersStandsWhatFlowsOfAllMachines() {
        Topology.Link line = picture(deployment(Contact.HEARD)).links().getLast();
        assertThat(line.from()).isEqualTo("process-server/ps");
        assertThat(line.to()).isEqualTo("master-target/mt");
        assertThat(line.label()).isEqualTo("120 MiB/s");
        assertThat(line.flows()).isTrue();
        assertThat(picture(deployment(Contact.SILENT)).links().getLast().status()).isEqualTo(Status.CRIT);
    }

    @Test
    void aFilterLeavesOnlyWhatMatchesAndTheSitesStay() {
        Topology picture = TopologyPicture.of(deployment(Contact.HEARD), machine -> machine.name().equals("mail"),
                words, new DrawnMachines());
        assertThat(picture.sites()).hasSize(2);
        assertThat(picture.sites()).flatExtracting(Topology.Site::groups).hasSize(1);
        assertThat(picture.sites().getFirst().caption()).contains("3 machines");
    }
}
