package secondsite.app.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import secondsite.api.Contact;
import secondsite.api.activity.Event.Severity;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.control.Status;
import secondsite.app.control.topology.Topology;
import secondsite.app.control.topology.Topology.Throughput;

/**
 * Makes the picture of a deployment. Machines of a replication group stand in its box, others in that of their host group. From each box
 * one strand goes to each process server, and a second one of those machines of which nothing goes through.
 */
final class TopologyPicture {

    static final String PROCESS_SERVER = "process-server";
    static final String MASTER_TARGET = "master-target";
    private static final String NOWHERE = "";

    private final Deployment deployment;
    private final Predicate<MachineSummary> wanted;
    private final TopologyWords words;
    private final DrawnMachines drawn;
    private final Map<UUID, List<MachineSummary>> bySite = new HashMap<>();
    private final Map<UUID, String> groupKeys = new HashMap<>();
    private final Map<UUID, ReplicationGroup> together;
    private final Map<UUID, HostGroup> places;
    private final List<Topology.Link> links = new ArrayList<>();

    private TopologyPicture(Deployment deployment, Predicate<MachineSummary> wanted, TopologyWords words,
            DrawnMachines drawn) {
        this.deployment = deployment;
        this.wanted = wanted;
        this.words = words;
        this.drawn = drawn;
        this.together = deployment.together();
        this.places = deployment.places();
    }

    /**
     * @param wanted which machines are to be shown
     * @param drawn  by the picture before
     */
    static Topology of(Deployment deployment, Predicate<MachineSummary> wanted, TopologyWords words,
            DrawnMachines drawn) {
        drawn.next();
        return new TopologyPicture(deployment, wanted, words, drawn).picture();
    }

    private Topology picture() {
        List<Topology.Site> sites = new ArrayList<>();
        deployment.machines().forEach(machine -> bySite.computeIfAbsent(machine.site(), _ -> new ArrayList<>())
                .add(machine));
        deployment.sites().stream().sorted(Comparator.comparing(Site::kind).thenComparing(Site::name))
                .forEach(site -> sites.add(site(site.id(), site.name(), site.kind())));
        Topology.Site rest = site(null, words.nowhere(), null);
        if (!rest.groups().isEmpty() || !rest.servers().isEmpty()) {
            sites.add(rest);
        }
        servers();
        return new Topology(sites, links);
    }

    /** @param place null for what stands at no site */
    private Topology.Site site(UUID place, String name, SiteKind kind) {
        String id = site(place);
        List<MachineSummary> here = bySite.getOrDefault(place, List.of());
        List<Topology.Group> groups = new ArrayList<>();
        Map<String, List<MachineSummary>> byGroup = here.stream().filter(wanted)
                .sorted(Comparator.comparing(MachineSummary::name))
                .collect(Collectors.groupingBy(this::group, LinkedHashMap::new, Collectors.toList()));
        byGroup.entrySet().stream()
                .sorted(Comparator.comparing(entry -> groupName(entry.getValue().getFirst())))
                .forEach(entry -> groups.add(group(id, entry.getKey(), entry.getValue())));
        List<Topology.Server> servers = deployment.servers().stream().filter(server -> id.equals(site(server.site())))
                .sorted(Comparator.comparing(ServerSummary::kind).reversed().thenComparing(ServerSummary::name))
                .map(this::server).toList();
        return new Topology.Site("site/" + id, name, words.site(kind, here.size()), kind == SiteKind.SECONDARY, groups,
                servers);
    }

    private static String site(UUID site) {
        return site == null ? NOWHERE : site.toString();
    }

    private String group(MachineSummary machine) {
        ReplicationGroup group = together.get(machine.id());
        return group != null
                ? "replication/" + group.id()
                : machine.group() == null
                        ? "none"
                        : groupKeys.computeIfAbsent(machine.group(), id -> "host/" + id);
    }

    /** Of the box in which a machine stands. */
    private String groupName(MachineSummary machine) {
        ReplicationGroup group = together.get(machine.id());
        return group != null
                ? group.name()
                : Optional.ofNullable(machine.group()).map(places::get).map(HostGroup::name).orElse(words.ungrouped());
    }

    private Topology.Group group(String site, String key, List<MachineSummary> machines) {
        String id = "group/" + site + "/" + key;
        strands(id, machines);
        Status worst = machines.stream().map(MachineStatus::of).reduce(Status::orWorse).orElse(Status.UNKNOWN);
        return new Topology.Group(id, groupName(machines.getFirst()), worst,
                machines.stream().map(machine -> drawn.of(machine, words)).toList());
    }

    private Topology.Server server(ServerSummary server) {
        return new Topology.Server(id(server.kind(), server.name()), server.name(), words.server(server),
                PROCESS_SERVER.equals(server.kind()) ? CarbonIcons.FLOW_CONNECTION : CarbonIcons.DATA_BASE,
                status(server), words.spoken(server, status(server)));
    }

    static String id(String kind, String name) {
        return kind + "/" + name;
    }

    /** The worst of what is open about it; nothing heard of it is worse. */
    private Status status(ServerSummary server) {
        Status heard = server.contact() == Contact.HEARD
                ? Status.OK
                : server.contact() == Contact.SILENT ? Status.CRIT : Status.UNKNOWN;
        return deployment.alerts().stream()
                .filter(alert -> alert.kind().equals(server.kind()) && server.name().equals(alert.about()))
                .map(alert -> alert.severity() == Severity.CRITICAL
                        ? Status.CRIT
                        : alert.severity() == Severity.WARNING ? Status.WARN : Status.OK)
                .reduce(heard, Status::orWorse);
    }

    private void strands(String group, List<MachineSummary> machines) {
        Map<String, List<MachineSummary>> ways = new LinkedHashMap<>();
        for (MachineSummary machine : machines) {
            ReplicationPath path = deployment.paths().get(machine.id());
            if (path != null) {
                ways.computeIfAbsent((MachineStatus.broken(machine) ? "!" : "") + path.processServer(),
                        _ -> new ArrayList<>()).add(machine);
            }
        }
        ways.forEach((key, over) -> {
            boolean broken = key.startsWith("!");
            Status worst = over.stream().map(MachineStatus::of).reduce(Status::orWorse).orElseThrow();
            long rate = over.stream().mapToLong(this::rate).sum();
            links.add(new Topology.Link(group + ">" + key, group,
                    id(PROCESS_SERVER, broken ? key.substring(1) : key), worst, Throughput.of(rate),
                    rate > 0 && !broken,
                    broken, ""));
        });
    }

    private long rate(MachineSummary machine) {
        Long rate = deployment.paths().get(machine.id()).bytesPerSecond();
        return rate == null ? 0 : rate;
    }

    /** What two servers have between them. */
    private record Pair(String processServer, String masterTarget) {}

    private void servers() {
        Map<String, Status> statuses = deployment.servers().stream()
                .collect(Collectors.toMap(server -> id(server.kind(), server.name()), this::status));
        Map<Pair, Long> rates = new LinkedHashMap<>();
        deployment.paths().values().stream()
                .sorted(Comparator.comparing(ReplicationPath::processServer)
                        .thenComparing(ReplicationPath::masterTarget))
                .forEach(path -> rates.merge(new Pair(path.processServer(), path.masterTarget()),
                        path.bytesPerSecond() == null ? 0L : path.bytesPerSecond(), Long::sum));
        rates.forEach((pair, rate) -> {
            String from = id(PROCESS_SERVER, pair.processServer());
            String to = id(MASTER_TARGET, pair.masterTarget());
            Status worst = statuses.getOrDefault(from, Status.UNKNOWN)
                    .orWorse(statuses.getOrDefault(to, Status.UNKNOWN));
            boolean broken = worst == Status.CRIT && rate == 0;
            links.add(new Topology.Link(from + ">" + to, from, to, worst, Throughput.of(rate), rate > 0, broken,
                    rate > 0 ? words.rate(rate) : ""));
        });
    }
}
