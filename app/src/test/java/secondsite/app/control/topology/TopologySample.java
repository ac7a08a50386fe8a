package secondsite.app.control.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import secondsite.app.control.Status;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Link;
import secondsite.app.control.topology.Topology.Machine;
import secondsite.app.control.topology.Topology.Server;
import secondsite.app.control.topology.Topology.Site;
import secondsite.app.control.topology.Topology.Throughput;

/** Topologies as administrators have them, small and large. */
public final class TopologySample {

    private TopologySample() {}

    public static TopologyCanvas canvas(Topology topology) {
        TopologyCanvas canvas = new TopologyCanvas(new LayeredLayout(), Executors.newVirtualThreadPerTaskExecutor());
        canvas.show(topology);
        return canvas;
    }

    /** Whether the picture is there. */
    public static boolean isShown(TopologyCanvas canvas) {
        return !canvas.picture().machines().isEmpty();
    }

    /** Moves the whole picture a little, to and fro. */
    public static void sway(TopologyCanvas canvas, double seconds) {
        canvas.move(4 * Math.cos(seconds * 3), 3 * Math.sin(seconds * 2));
    }

    /** Flies over the picture: from afar to near by and back every four seconds, and sideways all the time. */
    public static void fly(TopologyCanvas canvas, double seconds, double fitted) {
        double share = (1 - Math.cos(seconds * Math.PI / 2)) / 2;
        canvas.zoomTo(fitted * Math.pow(1.5 / fitted, share));
        canvas.move(12 * Math.cos(seconds), 8 * Math.sin(seconds * 1.3));
    }

    /** Forty machines at two sites, as in the specification's picture. */
    public static Topology small() {
        Site frankfurt = new Site("fra", "Frankfurt", "production, 24 machines", false, List.of(group("Directory",
                "dc-01", "dc-02", "pki-01", "radius"),
                group("ERP core", "erp-01", "erp-02", "sql-03!", "sql-04",
                        "app-07~"),
                group("Web shop", "web-01", "web-02", "web-09~", "lb-01", "cache-01", "redis-02"),
                group("Mail", "mail-01", "mail-02x", "mta-01"), group("File services", "file-01", "file-02", "file-05x",
                        "dfs-01", "dfs-02", "nas-gateway-frankfurt-04")),
                List.of(server("ps-fra-1", "PS-FRA-1",
                        "Process server", Status.OK)));
        Site leipzig = new Site("lej", "Leipzig", "production, 16 machines", false, List.of(group("Build farm", "ci-01",
                "ci-02", "git-01", "repo-01!", "lab-03p"),
                group("Production line", "mes-01", "mes-02", "scada-1",
                        "hist-01", "opc-02!", "plc-gw"),
                group("Office", "print-01", "rds-01", "rds-02!", "rds-03",
                        "wsus")),
                List.of(server("ps-lej-1", "PS-LEJ-1", "Process server", Status.OK)));
        Site munich = new Site("muc", "Munich", "recovery site", true, List.of(), List.of(server("mt-1", "MT-MUC-1",
                "Master target", Status.OK), server("mt-2", "MT-MUC-2", "Master target", Status.OK),
                server("pool-a",
                        "Pool MUC-A", "61 % of 12 TiB", Status.OK),
                server("pool-b", "Pool MUC-B", "97 % of 8 TiB",
                        Status.CRIT)));
        List<Link> links = new ArrayList<>();
        for (Site site : List.of(frankfurt, leipzig)) {
            for (Group group : site.groups()) {
                boolean crit = group.status() == Status.CRIT;
                links.add(link(group.id(), site.servers().getFirst().id(), crit ? Status.OK : group.status(), 20, ""));
                if (crit) {
                    links.add(link(group.id(), site.servers().getFirst().id(), Status.CRIT, 0, ""));
                }
            }
        }
        links.add(link("ps-fra-1", "mt-1", Status.OK, 208, "208 MiB/s"));
        links.add(link("ps-lej-1", "mt-2", Status.OK, 104, "104 MiB/s"));
        links.add(link("mt-1", "pool-a", Status.OK, 20, ""));
        links.add(link("mt-2", "pool-b", Status.CRIT, 0, ""));
        return new Topology(List.of(frankfurt, leipzig, munich), links);
    }

    /** So many machines in groups of eight, at three sites. */
    public static Topology large(int machines) {
        Random random = new Random(1);
        AtomicInteger next = new AtomicInteger();
        List<Site> sites = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            List<Group> groups = new ArrayList<>();
            int share = s == 2 ? machines - next.get() : machines / 3;
            for (int left = share; left > 0; left -= 8) {
                String[] names = new String[Math.min(8, left)];
                for (int i = 0; i < names.length; i++) {
                    names[i] = "vm-" + next.incrementAndGet() + (random.nextInt(25) == 0
                            ? "!"
                            : random.nextInt(
                                    60) == 0 ? "x" : "");
                }
                Group group = group("Group " + s + "-" + groups.size(), names);
                groups.add(group);
                links.add(link(group.id(), "ps-" + s, group.status(), random.nextInt(150), ""));
            }
            sites.add(new Site("site-" + s, "Site " + s, share + " machines", false, groups, List.of(server("ps-" + s,
                    "PS-" + s, "Process server", Status.OK))));
            links.add(link("ps-" + s, "mt", Status.OK, 200, "200 MiB/s"));
        }
        sites.add(new Site("dr", "Munich", "recovery site", true, List.of(), List.of(server("mt", "MT-1",
                "Master target", Status.OK))));
        return new Topology(sites, links);
    }

    /** Names may end in a sign of their status. */
    static Group group(String name, String... machines) {
        List<Machine> made = new ArrayList<>();
        Status worst = Status.OK;
        for (String machine : machines) {
            Status status = switch (machine.charAt(machine.length() - 1)) {
                case '!' -> Status.WARN;
                case 'x' -> Status.CRIT;
                case '~' -> Status.SYNC;
                case 'p' -> Status.IDLE;
                default -> Status.OK;
            };
            String plain = status == Status.OK ? machine : machine.substring(0, machine.length() - 1);
            worst = worst.orWorse(status);
            made.add(new Machine(plain, plain, CarbonIcons.VIRTUAL_MACHINE, status, "8 min 47 s", List.of(1.0, 2.0, 1.5,
                    3.0, 2.0, 4.0), plain + ", " + status.styleClass()));
        }
        return new Group(name, name, worst, made);
    }

    static Server server(String id, String name, String caption, Status status) {
        return new Server(id, name, caption, CarbonIcons.NETWORK_2, status, name + ", " + caption);
    }

    static Link link(String from, String to, Status status, double mib, String label) {
        return new Link(from + ">" + to + ":" + status, from, to, status, Throughput.of(mib * (1 << 20)), mib > 0,
                status == Status.CRIT, label);
    }
}
