package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.Page;
import secondsite.api.ProblemCode;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.InventoryClient.Search;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineChange;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.security.Role;
import secondsite.api.site.Host;
import secondsite.api.site.HostGroup;
import secondsite.api.site.Network;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerChange;
import secondsite.api.site.ServerLoad;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;

/** People look at what there is and change it, at a real configuration server over real TLS. */
@Timeout(120)
class InventoryTest {

    private LiveServer server;
    private InventoryClient admin;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new LiveServer(folder);
        admin = server.inventory();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private interface Action {

        void run() throws Exception;
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    private UUID primary() throws TransferException {
        return admin.sites().stream().filter(site -> site.kind() == SiteKind.PRIMARY).findFirst().orElseThrow().id();
    }

    private UUID secondary() throws TransferException {
        return admin.sites().stream().filter(site -> site.kind() == SiteKind.SECONDARY).findFirst().orElseThrow().id();
    }

    private MachineSummary machine(String agent, String system, String address) throws IOException {
        report(server.joined("agent", agent), system, address);
        return admin.machines(new Search(agent, null, null), null, 500).items().stream()
                .filter(machine -> machine.agent().equals(agent)).findFirst().orElseThrow();
    }

    private static void report(ReportClient agent, String system, String address) throws TransferException {
        agent.report(new AgentReport("1", Instant.now(), null, null, new MachineInventory("host", system, 1, 1,
                List.of(), List.of(new NicFacts("eth0", "", List.of(address)))), List.of(), List.of()));
    }

    private List<String> names(Search search) throws TransferException {
        return admin.machines(search, null, 500).items().stream().map(MachineSummary::name).toList();
    }

    @Test
    void aDeploymentBeginsWithTwoSitesAndAGroupForNewMachinesAndKeepsWhatPeopleMakeOfThem() throws IOException {
        assertThat(admin.sites()).extracting(Site::name, Site::kind).containsExactly(
                tuple("Primary", SiteKind.PRIMARY),
                tuple("Secondary", SiteKind.SECONDARY));
        HostGroup group = admin.groups().getFirst();
        assertThat(group.name()).isEqualTo("Default");
        assertThat(group.site()).isEqualTo(primary());
        admin.put(new Site(primary(), "Köln", SiteKind.PRIMARY));
        admin.put(new HostGroup(group.id(), "All of them", secondary(), null));
        server.restart();
        assertThat(admin.sites()).extracting(Site::name).containsExactly("Köln", "Secondary");
        assertThat(admin.groups()).containsExactly(new HostGroup(group.id(), "All of them", secondary(), null));
        assertThat(machine("web", "Linux", "10.0.0.1").group()).isEqualTo(group.id());
        assertThat(refused(() -> admin.removeGroup(group.id()))).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void whatSomethingStandsOnIsNotRemoved() throws IOException {
        Site site = admin.put(new Site(null, "Third", SiteKind.CLOUD));
        HostGroup group = admin.put(new HostGroup(null, "Cluster", site.id(), null));
        Host host = admin.put(new Host(null, "kvm-1", "kvm-1.example", "KVM", group.id()));
        Network network = admin.put(new Network(null, site.id(), "LAN", null, null));
        UUID machine = machine("web", "Linux", "10.0.0.1").id();
        admin.change(machine, new MachineChange(null, group.id(), host.id()));
        for (Action action : List.<Action>of(() -> admin.removeSite(site.id()), () -> admin.removeGroup(group.id()),
                () -> admin.removeHost(host.id()))) {
            assertThat(refused(action)).isEqualTo(ProblemCode.CONFLICT);
        }
        server.pass(Duration.ofMinutes(20));
        admin.removeMachine(machine);
        admin.removeHost(host.id());
        admin.removeGroup(group.id());
        admin.removeNetwork(network.id());
        admin.removeSite(site.id());
        assertThat(admin.sites()).hasSize(2);
        assertThat(refused(() -> admin.removeSite(site.id()))).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void aNetworkIsMappedToNetworksOfAnotherSite() throws IOException {
        Network there = admin.put(new Network(null, secondary(), "LAN", null, null));
        Network isolated = admin.put(new Network(null, secondary(), "Isolated", null, null));
        Network here = admin.put(new Network(null, primary(), "LAN", there.id(), isolated.id()));
        Network neighbour = admin.put(new Network(null, primary(), "DMZ", null, null));
        assertThat(admin.networks()).contains(here);
        assertThatThrownBy(() -> admin.put(new Network(here.id(), primary(), "LAN", neighbour.id(), null)))
                .hasMessageContaining("'production'");
        assertThatThrownBy(() -> admin.put(new Network(here.id(), primary(), "LAN", null, here.id())))
                .hasMessageContaining("'test'");
        assertThatThrownBy(() -> admin.removeNetwork(isolated.id())).hasMessageContaining("LAN");
        admin.put(new Network(here.id(), primary(), "LAN", there.id(), null));
        admin.removeNetwork(isolated.id());
        assertThat(refused(() -> admin.put(new Network(here.id(), secondary(), "LAN", null, null))))
                .isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void aNetworkHasASubnetAndAGatewayInIt() throws IOException {
        Network lan = admin.put(new Network(null, primary(), "LAN", null, null, "192.168.7.0/24", "192.168.7.1"));
        assertThat(admin.networks()).contains(lan);
        assertThat(server.security().audit(0).lines().getLast().detail())
                .contains("subnet 192.168.7.0/24, gateway 192.168.7.1");
        Network none = new Network(lan.id(), primary(), "LAN", null, null);
        assertThat(admin.put(none)).isEqualTo(none);
        assertThat(admin.networks()).contains(none);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"192.168.7.0, -, 'subnet' is '192.168.7.0'", "10.0.0.0/7, -, from /8 to /29",
            "10.0.0.0/30, -, from /8 to /29", "192.168.256.0/24, -, which is no IPv4 network",
            "192.168.07.0/24, -, which is no IPv4 network", "fe80::/64, -, which is no IPv4 network",
            "192.168.7.20/24, -, the network is 192.168.7.0/24", "-, 192.168.7.1, no subnet",
            "192.168.7.0/24, gateway, which is no IPv4 address", "192.168.7.0/24, 192.168.8.1, is outside of",
            "192.168.7.0/24, 192.168.7.255, the first or the last"})
    void aSubnetOrGatewayThatCannotBeIsRefusedByWhatIsWrongWithIt(String subnet, String gateway, String said)
            throws IOException {
        UUID site = primary();
        assertThatThrownBy(() -> admin.put(new Network(null, site, "LAN", null, null, subnet, gateway)))
                .isInstanceOf(Refused.class).hasMessageContaining(said);
        assertThat(admin.networks()).isEmpty();
    }

    @Test
    void aGroupFollowsOnlyAPolicyThatThereIs() throws IOException {
        assertThatThrownBy(() -> admin.put(new HostGroup(null, "Cluster", primary(), UUID.randomUUID())))
                .isInstanceOf(Refused.class).hasMessageContaining("'policy'");
    }

    @ParameterizedTest
    @CsvSource({"'', 'name'", "' Third', 'name'", "'two\nlines', 'name'", "'Primary', already", "'pRIMARY', already",
            "long, 'name'", "nokind, 'kind'"})
    void aFieldThatIsWrongIsNamed(String name, String said) throws IOException {
        String given = name.equals("long") ? "x".repeat(101) : name;
        SiteKind kind = name.equals("nokind") ? null : SiteKind.CLOUD;
        assertThatThrownBy(() -> admin.put(new Site(null, given, kind))).isInstanceOf(Refused.class)
                .hasMessageContaining(said);
        assertThat(admin.sites()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"address, a b", "address, ''", "address, -x", "platform, ''"})
    void aHostsFieldThatIsWrongIsNamed(String field, String value) throws IOException {
        UUID group = admin.groups().getFirst().id();
        var host = field.equals("address")
                ? new Host(null, "kvm", value, "KVM", group)
                : new Host(null, "kvm", "kvm", value, group);
        assertThatThrownBy(() -> admin.put(host)).isInstanceOf(Refused.class).hasMessageContaining("'" + field + "'");
        assertThatThrownBy(() -> admin.put(new Host(null, "kvm", "kvm", "KVM", UUID.randomUUID())))
                .isInstanceOf(Refused.class).hasMessageContaining("'group'");
        assertThat(admin.hosts()).isEmpty();
    }

    @Test
    void namesThatLookLikeSqlOrPathsAreJustText() throws IOException {
        List<String> names = List.of("'; drop table machine; --", "../../etc/passwd", "%", "_", "a\"b\\c",
                "Ünïcode 機械");
        UUID machine = machine("web", "Linux", "10.0.0.1").id();
        for (String name : names) {
            Site site = admin.put(new Site(null, name, SiteKind.CLOUD));
            admin.put(new Network(null, site.id(), name, null, null));
            assertThat(admin.change(machine, new MachineChange(name, null, null)).summary().name()).isEqualTo(name);
            assertThat(names(new Search(name, null, null))).containsExactly(name);
            admin.put(new Host(null, name, "host", name, admin.groups().getFirst().id()));
        }
        machine("other", "Linux", "10.0.0.2");
        assertThat(names(new Search("%", null, null))).isEmpty();
        assertThat(admin.sites()).extracting(Site::name).containsAll(names);
        assertThat(admin.hosts()).extracting(Host::platform).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void machinesAreListedPageByPageInTheOrderOfTheirNames() throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            String name = (i % 2 == 0 ? "web" : "DB") + "-" + i;
            machine(name, "Linux", "10.0.0." + i);
            all.add(name);
        }
        all.sort(String.CASE_INSENSITIVE_ORDER);
        List<String> seen = new ArrayList<>();
        Page<MachineSummary> page = admin.machines(Search.ALL, null, 4);
        seen.addAll(page.items().stream().map(MachineSummary::name).toList());
        while (page.next() != null) {
            assertThat(page.items()).hasSize(4);
            assertThat(page.total()).isEqualTo(11);
            page = admin.machines(Search.ALL, page.next(), 4);
            seen.addAll(page.items().stream().map(MachineSummary::name).toList());
        }
        assertThat(seen).isEqualTo(all);
        assertThatThrownBy(() -> admin.machines(Search.ALL, null, 501)).hasMessageContaining("'limit'");
        assertThatThrownBy(() -> admin.machines(Search.ALL, null, 0)).hasMessageContaining("'limit'");
    }

    @Test
    void machinesAreFoundByNameSystemAddressGroupAndSite() throws IOException {
        UUID web = machine("web", "Ubuntu 24.04", "10.0.0.1").id();
        machine("database", "Windows Server 2025", "192.168.7.9");
        machine("mail", "Debian 13", "2001:db8::7");
        HostGroup group = admin.put(new HostGroup(null, "Cluster", secondary(), null));
        admin.change(web, new MachineChange("Shop front", group.id(), null));
        assertThat(names(new Search("FRONT", null, null))).containsExactly("Shop front");
        assertThat(names(new Search("windows", null, null))).containsExactly("database");
        assertThat(names(new Search("2001:DB8", null, null))).containsExactly("mail");
        assertThat(names(new Search("web", null, null))).as("by agent").containsExactly("Shop front");
        assertThat(names(new Search("host", null, null))).as("by host name").hasSize(3);
        assertThat(names(new Search(null, group.id(), null))).containsExactly("Shop front");
        assertThat(names(new Search(null, null, primary()))).containsExactly("database", "mail");
        assertThat(names(new Search("mail", null, secondary()))).isEmpty();
        server.restart();
        assertThat(names(new Search(null, group.id(), null))).containsExactly("Shop front");
    }

    @Test
    void aMachinesNameIsItsOwn() throws IOException {
        UUID web = machine("web", "Linux", "10.0.0.1").id();
        UUID mail = machine("mail", "Linux", "10.0.0.2").id();
        assertThat(refused(() -> admin.change(web, new MachineChange("Mail", null, null))))
                .isEqualTo(ProblemCode.CONFLICT);
        admin.change(web, new MachineChange("database", null, null));
        machine("database", "Linux", "10.0.0.3");
        assertThat(names(Search.ALL)).containsExactly("database", "database (2)", "mail");
        assertThatThrownBy(() -> admin.change(mail, new MachineChange("x\u0007", null, null)))
                .hasMessageContaining("'name'");
        assertThatThrownBy(() -> admin.change(mail, new MachineChange(null, UUID.randomUUID(), null)))
                .hasMessageContaining("'group'");
        assertThat(refused(() -> admin.change(UUID.randomUUID(), new MachineChange("x", null, null))))
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(admin.machine(mail).summary().name()).isEqualTo("mail");
    }

    @Test
    void aMachineIsForgottenOnlyWhenItsAgentIsGone() throws IOException {
        ReportClient agent = server.joined("agent", "web");
        report(agent, "Linux", "10.0.0.1");
        UUID machine = admin.machines(Search.ALL, null, 1).items().getFirst().id();
        assertThatThrownBy(() -> admin.removeMachine(machine)).isInstanceOf(Refused.class)
                .hasMessageContaining("still reports");
        server.pass(Duration.ofMinutes(2));
        admin.removeMachine(machine);
        assertThat(admin.machines(Search.ALL, null, 1).total()).isZero();
        assertThat(refused(() -> admin.machine(machine))).isEqualTo(ProblemCode.NOT_FOUND);
        report(agent, "Linux", "10.0.0.1");
        assertThat(admin.machines(Search.ALL, null, 1).items().getFirst().id()).isNotEqualTo(machine);
    }

    @Test
    void aServerIsPlacedAndForgotten() throws IOException {
        server.joined("process-server", "gateway").report(new ProcessServerReport("1", Instant.now(),
                URI.create("https://gateway:9443"), null, new ServerLoad(0, 0, 0, 0, 0), List.of()));
        admin.changeServer("process-server", "gateway", new ServerChange(secondary()));
        assertThat(admin.servers().servers()).extracting(ServerSummary::site).containsExactly(secondary());
        assertThatThrownBy(() -> admin.changeServer("process-server", "gateway", new ServerChange(UUID.randomUUID())))
                .hasMessageContaining("'site'");
        assertThatThrownBy(() -> admin.removeSite(secondary())).hasMessageContaining("gateway");
        assertThatThrownBy(() -> admin.removeServer("process-server", "gateway")).hasMessageContaining("still reports");
        assertThat(refused(() -> admin.removeServer("process-server", "../x"))).isEqualTo(ProblemCode.NOT_FOUND);
        server.pass(Duration.ofMinutes(2));
        admin.removeServer("process-server", "gateway");
        assertThat(admin.servers().servers()).isEmpty();
    }

    @Test
    void viewersAndOperatorsSeeAllAndChangeNothing() throws IOException {
        UUID machine = machine("web", "Linux", "10.0.0.1").id();
        UUID site = primary();
        UUID group = admin.groups().getFirst().id();
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            InventoryClient person = server.inventoryOf(role);
            assertThat(person.sites()).hasSize(2);
            assertThat(person.groups()).hasSize(1);
            assertThat(person.hosts()).isEmpty();
            assertThat(person.networks()).isEmpty();
            assertThat(person.servers().servers()).isEmpty();
            assertThat(person.machines(Search.ALL, null, 5).items()).hasSize(1);
            assertThat(person.machine(machine).summary().name()).isEqualTo("web");
            for (Action action : List.<Action>of(() -> person.put(new Site(null, "x", SiteKind.CLOUD)),
                    () -> person.put(new Site(site, "x", SiteKind.CLOUD)), () -> person.removeSite(site),
                    () -> person.put(new HostGroup(group, "x", site, null)), () -> person.removeGroup(group),
                    () -> person.put(new Host(null, "x", "x", "x", group)), () -> person.removeHost(group),
                    () -> person.put(new Network(null, site, "x", null, null)), () -> person.removeNetwork(group),
                    () -> person.change(machine, new MachineChange("x", null, null)),
                    () -> person.removeMachine(machine), () -> person.removeServer("process-server", "x"),
                    () -> person.changeServer("process-server", "x", new ServerChange(null)))) {
                assertThat(refused(action)).isEqualTo(ProblemCode.NOT_ALLOWED);
            }
        }
        assertThat(names(Search.ALL)).containsExactly("web");
        assertThat(admin.sites()).extracting(Site::name).containsExactly("Primary", "Secondary");
    }

    @Test
    void everyChangeIsInTheAuditLog() throws IOException {
        UUID machine = machine("web", "Linux", "10.0.0.1").id();
        long before = server.security().audit(0).lines().getLast().number();
        Site site = admin.put(new Site(null, "Third", SiteKind.CLOUD));
        HostGroup group = admin.put(new HostGroup(null, "Cluster", site.id(), null));
        Host host = admin.put(new Host(null, "kvm-1", "10.0.0.9", "KVM", group.id()));
        Network network = admin.put(new Network(null, site.id(), "LAN", null, null));
        admin.put(new Site(site.id(), "Fourth", SiteKind.CLOUD));
        admin.change(machine, new MachineChange("shop", null, null));
        admin.removeNetwork(network.id());
        admin.removeHost(host.id());
        assertThat(refused(() -> admin.removeSite(site.id()))).isEqualTo(ProblemCode.CONFLICT);
        server.pass(Duration.ofMinutes(2));
        admin.removeMachine(machine);
        assertThat(server.security().audit(before).lines())
                .extracting(line -> line.action() + " " + line.subject())
                .containsExactly("site added Third", "host group added Cluster", "host added kvm-1",
                        "network added LAN", "site changed Fourth", "machine changed shop", "network removed LAN",
                        "host removed kvm-1", "machine removed shop");
        assertThat(server.security().verifyAudit().firstBroken()).isNull();
    }
}
