package secondsite.app.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import secondsite.app.control.Status;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Link;
import secondsite.app.control.topology.Topology.Site;

class LayeredLayoutTest {

    private final TopologyLayout layout = new LayeredLayout();

    @Test
    void groupsKeepTheirOrderWhenAMachineIsAdded() {
        Topology before = TopologySample.small();
        for (int grown = 0; grown < 5; grown++) {
            Topology after = withOneMoreMachine(before, grown);
            assertThat(order(layout.place(after).groups(), before.sites().getFirst())).as("group %s", grown)
                    .containsExactlyElementsOf(before.sites().getFirst().groups().stream().map(Group::id).toList());
        }
    }

    @Test
    void sitesAndServersKeepTheOrderOfTheModel() {
        Placement placement = layout.place(TopologySample.small());
        assertThat(placement.sites().get("fra").y()).isLessThan(placement.sites().get("lej").y());
        assertThat(placement.servers().get("mt-1").y()).isLessThan(placement.servers().get("mt-2").y());
        assertThat(placement.sites().get("muc").x()).isGreaterThan(placement.sites().get("fra").right());
        assertThat(placement.servers().get("pool-a").x()).isGreaterThan(placement.servers().get("mt-1").right());
    }

    @Test
    void nothingLiesUponAnother() {
        for (Topology topology : List.of(TopologySample.small(), TopologySample.large(1_000))) {
            Placement placement = layout.place(topology);
            assertApart(placement.sites());
            assertApart(placement.groups());
            assertApart(placement.servers());
            for (Site site : topology.sites()) {
                Box around = placement.sites().get(site.id());
                site.groups().forEach(group -> {
                    Box box = placement.groups().get(group.id());
                    assertWithin(box, around);
                    group.machines().forEach(machine -> assertWithin(placement.machines().get(machine.id()), box));
                });
                site.servers().forEach(server -> assertWithin(placement.servers().get(server.id()), around));
            }
            placement.sites().values().forEach(site -> assertWithin(site, placement.bounds()));
        }
    }

    @Test
    void aWayThatIsTurnedRoundDoesNotTurnThePictureRound() {
        Topology there = TopologySample.small();
        List<Link> back = there.links().stream().map(link -> new Link(link.id(), link.to(), link.from(), link.status(),
                link.throughput(), link.flows(), link.broken(), link.label())).toList();
        List<Link> both = new ArrayList<>(there.links());
        both.addAll(back);
        assertThat(layout.place(new Topology(there.sites(), both))).isEqualTo(layout.place(there));
        assertThat(layout.place(new Topology(there.sites(), back))).isEqualTo(layout.place(there));
    }

    @Test
    void noSiteAtAllIsAPictureToo() {
        assertThat(layout.place(Topology.EMPTY)).isEqualTo(Placement.EMPTY);
    }

    private static Topology withOneMoreMachine(Topology before, int grown) {
        Site first = before.sites().getFirst();
        List<Group> groups = new ArrayList<>(first.groups());
        Group old = groups.get(grown);
        List<Topology.Machine> machines = new ArrayList<>(old.machines());
        machines.addAll(TopologySample.group("more", "new-01").machines());
        groups.set(grown, new Group(old.id(), old.name(), old.status(), machines));
        List<Site> sites = new ArrayList<>(before.sites());
        sites.set(0, new Site(first.id(), first.name(), first.caption(), first.recovery(), groups, first.servers()));
        return new Topology(sites, before.links());
    }

    private static List<String> order(Map<String, Box> groups, Site site) {
        return site.groups().stream().map(Group::id).sorted(Comparator.comparingDouble(id -> groups.get(id).x() * 1e6
                + groups.get(id).y())).toList();
    }

    private static void assertApart(Map<String, Box> boxes) {
        List<Box> all = List.copyOf(boxes.values());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(all.get(i).meets(all.get(j))).as("%s and %s", all.get(i), all.get(j)).isFalse();
            }
        }
    }

    private static void assertWithin(Box inner, Box outer) {
        assertThat(inner.x() >= outer.x() && inner.y() >= outer.y() && inner.right() <= outer.right() + 0.01 && inner
                .bottom() <= outer.bottom() + 0.01).as("%s within %s", inner, outer).isTrue();
    }
}
