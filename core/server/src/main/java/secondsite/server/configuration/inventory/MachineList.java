package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import secondsite.api.Page;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.HostGroup;
import secondsite.server.configuration.inventory.LiveReports.Heard;
import secondsite.server.configuration.store.Machines.Machine;

/** Tells people of machines: page by page, and one by one. */
@Singleton
public final class MachineList {

    /** Most machines of a page. */
    public static final int LONGEST_PAGE = 500;

    private static final int LONGEST_TEXT = 200;

    private final Inventory inventory;
    private final KnownGroups groups;
    private final LiveReports live;
    private final Contacts contacts;
    private final TakenDisks taken;
    private final MachineStandings standings;
    private final KnownSystems systems;

    @Inject
    MachineList(Inventory inventory, KnownGroups groups, LiveReports live, Contacts contacts, TakenDisks taken,
            MachineStandings standings, KnownSystems systems) {
        this.inventory = inventory;
        this.groups = groups;
        this.live = live;
        this.contacts = contacts;
        this.taken = taken;
        this.standings = standings;
        this.systems = systems;
    }

    /**
     * Which machines are wanted; what is empty does not matter.
     *
     * @param text is in name, agent, host name, operating system or an address; upper and lower case are the same
     */
    public record Search(Optional<String> text, Optional<UUID> group, Optional<UUID> site) {

        public Search {
            text = text.filter(wanted -> !wanted.isBlank());
        }

        private boolean all() {
            return text.isEmpty() && group.isEmpty() && site.isEmpty();
        }
    }

    /**
     * Some machines, by name.
     *
     * @param after what the page before said is next; empty for the first page
     * @param limit at most so many
     */
    public Page<MachineSummary> page(Search search, Optional<String> after, long limit) {
        Fields.within("limit", limit, 1, LONGEST_PAGE);
        search.text().ifPresent(text -> Fields.text("search", text, LONGEST_TEXT));
        Map<UUID, UUID> sites = sites();
        Predicate<KnownMachine> wanted = wanted(search, sites);
        long total = search.all() ? inventory.size() : inventory.machines().stream().filter(wanted).count();
        List<KnownMachine> page = after.map(inventory::machinesAfter).orElseGet(inventory::machines).stream()
                .filter(wanted).limit(limit + 1).toList();
        boolean more = page.size() > limit;
        List<KnownMachine> shown = more ? page.subList(0, (int) limit) : page;
        return new Page<>(shown.stream().map(machine -> summary(machine, sites)).toList(), total,
                more ? shown.getLast().name() : null);
    }

    private Map<UUID, UUID> sites() {
        return groups.all().stream().collect(Collectors.toMap(HostGroup::id, HostGroup::site));
    }

    private static Predicate<KnownMachine> wanted(Search search, Map<UUID, UUID> sites) {
        Predicate<KnownMachine> all = _ -> true;
        Predicate<KnownMachine> text = search.text().map(MachineList::holding).orElse(all);
        Predicate<KnownMachine> group = search.group().<Predicate<KnownMachine>>map(
                wanted -> known -> known.machine().group().equals(Optional.of(wanted))).orElse(all);
        Predicate<KnownMachine> site = search.site().<Predicate<KnownMachine>>map(
                wanted -> known -> known.machine().group().map(sites::get).equals(Optional.of(wanted))).orElse(all);
        return group.and(site).and(text);
    }

    private static Predicate<KnownMachine> holding(String wanted) {
        String text = wanted.strip().toLowerCase(Locale.ROOT);
        return known -> {
            Machine machine = known.machine();
            return holds(machine.name(), text) || holds(machine.agent(), text)
                    || holds(machine.facts().hostName(), text) || holds(machine.facts().operatingSystem(), text)
                    || known.nics().stream().flatMap(nic -> nic.addresses().stream())
                            .anyMatch(address -> holds(address, text));
        };
    }

    private static boolean holds(String where, String text) {
        return where.toLowerCase(Locale.ROOT).contains(text);
    }

    private MachineSummary summary(KnownMachine known, Map<UUID, UUID> sites) {
        Machine machine = known.machine();
        MachineStandings.Standing standing = standings.of(known.id());
        return new MachineSummary(machine.id(), machine.name(), machine.agent(), machine.facts().hostName(),
                machine.group().orElse(null), machine.group().map(sites::get).orElse(null),
                machine.facts().operatingSystem(), (int) known.disks().stream().filter(disk -> !disk.gone()).count(),
                known.size(), live.lastHeard(known.agent()).orElse(machine.lastSeen()),
                contacts.of(known.agent()), standing.state().name(), standing.paused(),
                standing.health().map(Enum::name).orElse(null),
                standing.rpo().map(age -> age.toMillis() * 1e-3).orElse(null),
                standing.failover().map(Enum::name).orElse(null));
    }

    public MachineDetail detail(UUID id) {
        return detail(Edits.existing("machine", inventory.machine(id)));
    }

    public MachineDetail detail(KnownMachine known) {
        Machine machine = known.machine();
        return new MachineDetail(summary(known, sites()), machine.host().orElse(null), machine.facts().memoryBytes(),
                machine.facts().processors(), machine.firstSeen(),
                live.agent(machine.agent()).map(AgentReport::version).orElse(null),
                live.heard(known.agent()).map(Heard::skew).map(Duration::toMillis).orElse(null),
                known.disks().stream().map(disk -> new KnownDisk(disk.id(), disk.name(), disk.size(), disk.file(),
                        disk.gone(), live.disk(disk.id()).orElse(null))).toList(),
                known.nics().stream().map(nic -> new NicFacts(nic.name(), nic.mac(), nic.addresses())).toList(),
                taken.problems(known.id()), systems.of(known.id()).orElse(null));
    }
}
