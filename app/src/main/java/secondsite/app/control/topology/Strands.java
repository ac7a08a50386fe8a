package secondsite.app.control.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Link;
import secondsite.app.control.topology.Topology.Site;

/** All ways of a picture: those between servers, those of single groups, and the groups' bundled by site and status. */
record Strands(List<Strand> trunks, List<Strand> groups, List<Strand> bundles) {

    private static final double PARALLEL = 8;
    private static final double SPREAD = 4;
    private static final double EDGE = 10;

    static Strands of(Topology topology, Placement placement) {
        Map<String, Integer> into = count(topology.links().stream().map(Link::to).toList());
        Map<String, Integer> parallel = count(topology.links().stream().map(Strands::pair).toList());
        Map<String, Integer> entered = new HashMap<>();
        Map<String, Integer> drawn = new HashMap<>();
        List<Strand> trunks = new ArrayList<>();
        List<Strand> groups = new ArrayList<>();
        for (Link link : topology.links()) {
            Box to = placement.servers().get(link.to());
            Box from = placement.servers().getOrDefault(link.from(), placement.groups().get(link.from()));
            if (from == null || to == null) {
                continue;
            }
            int side = drawn.merge(pair(link), 1, Integer::sum) - 1;
            int place = entered.merge(link.to(), 1, Integer::sum) - 1;
            double room = to.height() / 2 - EDGE;
            Strand strand = Strand.between(link, from, to, middled(side, parallel.get(pair(link)), PARALLEL, room),
                    middled(place, into.get(link.to()), SPREAD, room));
            (placement.servers().containsKey(link.from()) ? trunks : groups).add(strand);
        }
        return new Strands(trunks, groups, bundles(topology, placement));
    }

    private static String pair(Link link) {
        return link.from() + "\n" + link.to();
    }

    private static Map<String, Integer> count(List<String> keys) {
        Map<String, Integer> counts = new HashMap<>();
        keys.forEach(key -> counts.merge(key, 1, Integer::sum));
        return counts;
    }

    /** Where the one of several stands beside the middle; closer together, when there is no room. */
    private static double middled(int place, int of, double apart, double room) {
        double step = of < 2 ? 0 : Math.min(apart, 2 * room / (of - 1));
        return (place - (of - 1) / 2.0) * step;
    }

    private static List<Strand> bundles(Topology topology, Placement placement) {
        Map<String, String> siteOf = new HashMap<>();
        Map<String, Box> blocks = new HashMap<>();
        for (Site site : topology.sites()) {
            for (Group group : site.groups()) {
                siteOf.put(group.id(), site.id());
                blocks.merge(site.id(), placement.groups().get(group.id()), Box::around);
            }
        }
        Map<String, Link> strongest = new LinkedHashMap<>();
        for (Link link : topology.links()) {
            String site = siteOf.get(link.from());
            if (site != null) {
                strongest.merge(site + "\n" + link.to() + "\n" + link.status(),
                        new Link(link.id(), site, link.to(), link
                                .status(), link.throughput(), link.flows(), link.broken(), ""),
                        (one, other) -> one.throughput()
                                .compareTo(other.throughput()) >= 0 ? one : other);
            }
        }
        Set<String> pairs = new HashSet<>();
        List<Strand> bundles = new ArrayList<>();
        for (Link link : strongest.values()) {
            Box to = placement.servers().get(link.to());
            if (to != null) {
                double aside = pairs.add(pair(link)) ? 0 : PARALLEL * bundles.size() % (to.height() / 2 - EDGE);
                bundles.add(Strand.between(link, blocks.get(link.from()), to, aside, aside));
            }
        }
        return bundles;
    }
}
