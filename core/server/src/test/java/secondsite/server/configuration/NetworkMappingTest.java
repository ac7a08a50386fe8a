package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.CardNetwork.Forward;
import secondsite.api.host.HostStatus;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.Probe;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PlannedCard;
import secondsite.api.recovery.PlannedCard.Place;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.Remark;
import secondsite.api.recovery.RecoverySettings.Card;
import secondsite.api.site.Network;
import secondsite.api.site.ServerChange;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.hypervisor.SimulatedHypervisor;

/** What the host is told of the cards of copies: which network, which address. */
@Timeout(120)
class NetworkMappingTest {

    private static final FailoverRequest TEST = FailoverRequest.of(FailoverKind.TEST, null);
    private static final FailoverRequest MAPPED = new FailoverRequest(FailoverKind.TEST, null, null, true, null, null,
            null, null, null, null);
    private static final FailoverRequest UNPLANNED = FailoverRequest.of(FailoverKind.UNPLANNED, null);
    private static final String FIRST = "52:54:00:00:00:01";
    private static final String SECOND = "52:54:00:00:00:02";
    private static final CardNetwork ALONE = new CardNetwork.Isolated(List.of());

    @TempDir
    private static Path folder;

    private static PointStage stage;
    private static HostStandIn host;
    private static FailoverClient failovers;
    private static InventoryClient admin;
    private static Network lan;
    private static Network dmz;
    private static UUID refusable;

    @BeforeAll
    static void start() throws Exception {
        stage = new PointStage(folder);
        host = stage.host();
        bridges("br-dr", "br-test", "br-wide");
        failovers = new FailoverClient(stage.server.asAdministrator());
        admin = new InventoryClient(stage.server.asAdministrator());
        Network production = there("br-dr", "10.7.0.0/24", "10.7.0.1");
        Network test = there("br-test", "10.99.0.0/24", null);
        lan = here("LAN", production.id(), test.id(), "192.168.7.0/24", "192.168.7.1");
        dmz = here("DMZ", null, null, "172.16.0.0/24", null);
        here("Lab", there("br-wide", "10.8.0.0/16", null).id(), null, "172.17.0.0/24", null);
        there("lan of tests", "192.168.7.0/24", null);
        refusable = machine("refused", List.of(), "192.168.7.50").id();
        failovers.set(machine("taken", List.of(), "192.168.7.60").id(),
                settings(List.of(new Card(FIRST, null, new CardAddress("10.7.0.200/24", null), null)), List.of()));
    }

    @AfterAll
    static void end() throws IOException {
        stage.close();
    }

    private static void bridges(String... names) throws IOException {
        host.status = new HostStatus("simulated", "1", true, 4, 8L << 30, 1L << 40, 0, List.of(names), null);
        stage.report(host);
    }

    private static UUID site(SiteKind kind) throws IOException {
        return admin.sites().stream().filter(site -> site.kind() == kind).findFirst().orElseThrow().id();
    }

    private static Network there(String name, String subnet, String gateway) throws IOException {
        return admin.put(new Network(null, site(SiteKind.SECONDARY), name, null, null, subnet, gateway));
    }

    private static Network here(String name, UUID production, UUID test, String subnet, String gateway)
            throws IOException {
        return admin.put(new Network(null, site(SiteKind.PRIMARY), name, production, test, subnet, gateway));
    }

    /** One whose cards have these addresses. */
    private static Machine machine(String name, List<Probe> probes, String... addresses) throws Exception {
        Machine machine = stage.protect(name, 1);
        stage.sender(machine.disk(0)).write(5);
        stage.arrived(machine.disk(0));
        List<NicFacts> nics = new ArrayList<>();
        for (String address : addresses) {
            nics.add(new NicFacts("eth" + nics.size(), "52:54:00:00:00:0" + (nics.size() + 1),
                    List.of("fe80::1", address)));
        }
        machine.agent().report(new AgentReport("1", Instant.now(), null, null, new MachineInventory(name, "Linux", 1, 1,
                List.of(new MachineInventory.DiskFacts(machine.disk(0), "disk-0", 1 << 20, "/dev/0")), nics),
                List.of(), List.of()));
        failovers.set(machine.id(), settings(null, probes));
        return machine;
    }

    private static RecoverySettings settings(List<Card> cards, List<Probe> probes) {
        return new RecoverySettings(128, 1,
                new Boot.DirectKernel(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), ""),
                null, cards, probes, null);
    }

    /** The cards with which the host was told to make the copy. */
    private static List<NetworkCard> made(Machine machine, FailoverRequest request) throws Exception {
        OrderedFailover ordered = failovers.order(machine.id(), request);
        Job job = over(ordered);
        assertThat(job.state()).as(String.valueOf(job.problem())).isEqualTo(JobState.DONE);
        return new SimulatedHypervisor(host.host).specification(failovers.failover(ordered.failover()).hosted())
                .cards();
    }

    private static Job over(OrderedFailover ordered) throws Exception {
        var activity = new ActivityClient(stage.server.asAdministrator());
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);;) {
            Job job = activity.job(ordered.job());
            if (job.state().over()) {
                return job;
            }
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(10);
        }
    }

    private static CardNetwork bridge(String name) {
        return new CardNetwork.Bridge(name);
    }

    @Test
    void aTestIsIsolatedAndTheMachineHasTheAddressesOfHomeThere() throws Exception {
        Machine web = machine("web", List.of(new Probe.Tcp(80, 1)), "192.168.7.20", "172.16.0.20");
        assertThat(failovers.preview(web.id(), TEST).cards()).containsExactly(
                new PlannedCard(FIRST, "LAN", Place.ISOLATED, null, "192.168.7.20/24", "192.168.7.1"),
                new PlannedCard(SECOND, "DMZ", Place.ISOLATED, null, "172.16.0.20/24", null));
        assertThat(made(web, TEST)).containsExactly(
                new NetworkCard(FIRST, new CardNetwork.Isolated(List.of(new Forward(0, 80))), "192.168.7.20/24",
                        "192.168.7.1"),
                new NetworkCard(SECOND, ALONE, "172.16.0.20/24", null));
    }

    @Test
    void aTestInTheTestNetworksHasAddressesThereAndWhatIsNotMappedStaysIsolated() throws Exception {
        Machine shop = machine("shop", List.of(), "192.168.7.21", "172.16.0.21");
        FailoverPreview preview = failovers.preview(shop.id(), MAPPED);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.warnings()).extracting(Remark::text).anyMatch(text -> text.contains(SECOND)
                && text.contains("no test network takes the place of 'DMZ'"));
        assertThat(preview.cards()).containsExactly(
                new PlannedCard(FIRST, "LAN", Place.MAPPED, "br-test", "10.99.0.21/24", null),
                new PlannedCard(SECOND, "DMZ", Place.ISOLATED, null, "172.16.0.21/24", null));
        assertThat(made(shop, MAPPED)).containsExactly(
                new NetworkCard(FIRST, bridge("br-test"), "10.99.0.21/24", null),
                new NetworkCard(SECOND, ALONE, "172.16.0.21/24", null));
    }

    @Test
    void aFailoverInEarnestUsesTheProductionNetworkAndTheMachinesSettingsHoldInsteadOfTheMapping() throws Exception {
        Machine mail = machine("mail", List.of(), "192.168.7.22", "172.16.0.22");
        failovers.set(mail.id(), settings(List.of(new Card(FIRST, null),
                new Card(SECOND, lan.id(), new CardAddress("10.7.0.99/24", "10.7.0.254"), null)), List.of()));
        stage.reportGateway();
        try (var source = new SourceStandIn(stage, host, mail)) {
            assertThat(failovers.preview(mail.id(), UNPLANNED).warnings()).extracting(Remark::text)
                    .noneMatch(text -> text.contains("connected to nothing"));
            assertThat(made(mail, UNPLANNED)).containsExactly(
                    new NetworkCard(FIRST, bridge("br-dr"), "10.7.0.22/24", "10.7.0.1"),
                    new NetworkCard(SECOND, bridge("br-dr"), "10.7.0.99/24", "10.7.0.254"));
            assertThat(source.fenced()).isTrue();
        }
    }

    @Test
    void machinesOfOneRunReachEachOtherAndNothingElse() throws Exception {
        FailoverRequest run = planned(UUID.randomUUID());
        NetworkCard one = made(machine("one", List.of(), "192.168.7.31"), run).getFirst();
        List<NetworkCard> two = made(machine("two", List.of(new Probe.Tcp(80, 1)), "192.168.7.32", "172.16.0.32"), run);
        NetworkCard three = made(machine("three", List.of(), "192.168.7.33"), planned(UUID.randomUUID())).getFirst();

        assertThat(one.network()).isInstanceOf(CardNetwork.Shared.class).isEqualTo(two.getFirst().network())
                .isNotEqualTo(three.network());
        assertThat(List.of(one, two.get(0), two.get(1), three)).extracting(NetworkCard::address)
                .containsExactly("192.168.7.31/24", "192.168.7.32/24", "172.16.0.32/24", "192.168.7.33/24");
        assertThat(two.get(1).network()).as("as at home: another network").isInstanceOf(CardNetwork.Shared.class)
                .isNotEqualTo(one.network());
        assertThat(two).as("the host reaches nothing on a shared one").hasSize(3);
        assertThat(two.get(2).network()).isEqualTo(new CardNetwork.Isolated(List.of(new Forward(0, 80))));
    }

    private static FailoverRequest planned(UUID run) {
        return new FailoverRequest(FailoverKind.TEST, null, null, false, null, null, null, null, null, run);
    }

    @Test
    void thePreviewSaysWhatIsMissing() throws Exception {
        Machine odd = machine("odd", List.of(), "203.0.113.5", "172.17.0.5");
        FailoverPreview preview = failovers.preview(odd.id(), UNPLANNED);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.cards()).containsExactly(new PlannedCard(FIRST, null, Place.ISOLATED, null, null, null),
                new PlannedCard(SECOND, "Lab", Place.MAPPED, "br-wide", null, null));
        assertThat(preview.warnings()).extracting(Remark::text)
                .anyMatch(text -> text.contains(FIRST) && text.contains("it is not known in which network it is"))
                .anyMatch(text -> text.contains(SECOND) && text.contains("10.8.0.0/16 is of another size"));
        Machine router = machine("router", List.of(), "192.168.7.1");
        assertThat(failovers.preview(router.id(), UNPLANNED).warnings())
                .anySatisfy(why -> assertThat(why.text()).contains("10.7.0.1 is its gateway"))
                .extracting(Remark::matter, Remark::values).contains(tuple(Remark.Matter.ADDRESS_OF_GATEWAY,
                        List.of(FIRST, "192.168.7.1/24", "br-dr", "10.7.0.1")));

        bridges("br-test");
        assertThat(failovers.preview(odd.id(), UNPLANNED).refusals())
                .containsExactly("keeper: there is no bridge 'br-wide' for the card " + SECOND);
        bridges("br-dr", "br-test", "br-wide");
    }

    @Test
    void aNetworkOfAnotherSiteThanThatOfTheHostIsRefusedAndAMachineThatComesHomeIsInItsOwn() throws Exception {
        Machine far = machine("far", List.of(), "192.168.7.40");
        Site third = admin.put(new Site(null, "Third", SiteKind.SECONDARY));
        admin.changeServer("master-target", PointStage.KEEPER, new ServerChange(third.id()));
        assertThat(failovers.preview(far.id(), UNPLANNED).refusals())
                .anyMatch(text -> text.contains("'br-dr'") && text.contains("is not at the site of keeper"));
        host.orders.clear();
        Job failed = over(failovers.order(far.id(), MAPPED));
        assertThat(failed.problem().code()).isEqualTo(ErrorCode.HOST_UNABLE);
        assertThat(failed.problem().detail()).contains("'br-test'", "is not at the site of keeper");
        assertThat(host.orders).as("nothing was done").isEmpty();
        admin.changeServer("master-target", PointStage.KEEPER, new ServerChange(lan.site()));
        assertThat(failovers.preview(far.id(), UNPLANNED).cards()).containsExactly(
                new PlannedCard(FIRST, "LAN", Place.MAPPED, "LAN", "192.168.7.40/24", "192.168.7.1"));
        admin.changeServer("master-target", PointStage.KEEPER, new ServerChange(null));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"10.7.0.20, -, is no IPv4 address with a prefix",
            "10.7.0.256/24, -, is no IPv4 address with a prefix", "-, 10.7.0.1, is no IPv4 address with a prefix",
            "10.7.0.20/24, 10.7.0, is no IPv4 address", "10.7.0.20/24, 10.7.1.1, the gateway 10.7.1.1 is outside of",
            "10.7.0.20/24, 10.7.0.20, the gateway has the address of the card itself",
            "10.7.0.255/24, -, the first or the last address", "10.9.0.20/24, -, the subnet of the production network",
            "10.7.0.200/24, -, the copy of taken has the address"})
    void anAddressThatCannotBeIsRefusedByWhatIsWrongWithIt(String address, String gateway, String said)
            throws Exception {
        refused(said, refusable, new Card(FIRST, lan.id(), new CardAddress(address, gateway), null));
    }

    private static void refused(String said, UUID machine, Card... cards) {
        assertThatThrownBy(() -> failovers.set(machine, settings(Arrays.asList(cards), List.of())))
                .isInstanceOf(Refused.class).hasMessageContaining(said);
    }

    @Test
    void cardsThatCannotBeAreRefused() throws Exception {
        UUID id = machine("wrong", List.of(), "192.168.7.70").id();
        var same = new CardAddress("10.99.0.70/24", null);
        refused("two cards have the address 10.99.0.70", id, new Card(FIRST, null, null, same),
                new Card(SECOND, null, null, same));
        refused("there is no network", id, new Card(FIRST, UUID.randomUUID()));
        refused("is at another site than wrong", id, new Card(FIRST, lan.production()));
        refused("outside of 10.99.0.0/24, the subnet of the test network 'br-test'", id,
                new Card(FIRST, lan.id(), null, new CardAddress("10.7.0.20/24", null)));
        assertThat(failovers.set(id, settings(List.of(new Card(FIRST, dmz.id(), same, same)), List.of())).cards())
                .as("where nothing is mapped, any address can be").hasSize(1);
    }
}
