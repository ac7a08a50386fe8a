package secondsite.app.control.topology;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import secondsite.app.control.topology.Topology.Link;
import secondsite.app.control.topology.Topology.Site;

/**
 * Servers of a site from left to right along their ways, beside a block of its groups, which stand in their own order; then the
 * sites in the same manner. Both by ELK's layered layout in the order of the model, one after the other: all at once, ELK 0.12.1
 * does not keep the order, or fails.
 */
public final class LayeredLayout implements TopologyLayout {

    private static final double SERVER_WIDTH = 176;
    private static final double SERVER_HEIGHT = 52;
    private static final double MARGIN = 16;
    private static final double HEADER = 44;
    private static final double LEAST_SITE_WIDTH = 240;
    private static final double BETWEEN_LAYERS = 56;
    private static final double BETWEEN_NODES = 20;
    /** Large sites stand farther apart, by a share of their height, so that there is room for their names from afar. */
    private static final double APART = 0.12;
    /** Before the id of a site: the block of its groups. */
    private static final String BLOCK = "\n";
    private static final double BETWEEN_SITES = 32;

    /** What is laid out together: nodes by their ids, and which of them something further inside belongs to. */
    private static final class Graph {

        private final ElkNode root = ElkGraphUtil.createGraph();
        private final Map<String, ElkNode> nodes = new LinkedHashMap<>();
        private final Map<String, ElkNode> ends = new HashMap<>();

        private ElkNode add(String id, double width, double height) {
            ElkNode node = ElkGraphUtil.createNode(root);
            node.setDimensions(width, height);
            nodes.put(id, node);
            ends.put(id, node);
            return node;
        }

        private Box box(String id) {
            ElkNode node = nodes.get(id);
            return new Box(node.getX(), node.getY(), node.getWidth(), node.getHeight());
        }

        /**
         * One edge for all ways between the same two, from the one that the model names first: the picture stays as it is when a
         * way is turned round.
         */
        private void layOut(List<Link> links) {
            List<ElkNode> order = List.copyOf(nodes.values());
            Set<List<ElkNode>> pairs = new LinkedHashSet<>();
            for (Link link : links) {
                ElkNode from = ends.get(link.from());
                ElkNode to = ends.get(link.to());
                if (from != null && to != null && from != to) {
                    pairs.add(order.indexOf(from) < order.indexOf(to) ? List.of(from, to) : List.of(to, from));
                }
            }
            pairs.forEach(pair -> ElkGraphUtil.createSimpleEdge(pair.getFirst(), pair.getLast()));
            new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        }
    }

    public LayeredLayout() {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    @Override
    public Placement place(Topology topology) {
        Map<String, Graph> inner = new HashMap<>();
        topology.sites().forEach(site -> inner.put(site.id(), inside(site, topology.links())));
        double tall = inner.values().stream().mapToDouble(graph -> graph.root.getHeight()).max().orElse(0);
        Graph outer = graph(new ElkPadding(0), Math.max(BETWEEN_SITES, tall * APART), Math.max(BETWEEN_LAYERS, tall
                * APART * 2));
        for (Site site : topology.sites()) {
            Graph graph = inner.get(site.id());
            ElkNode node = outer.add(site.id(), Math.max(graph.root.getWidth(), LEAST_SITE_WIDTH), Math.max(graph.root
                    .getHeight(), HEADER + MARGIN));
            graph.ends.keySet().forEach(id -> outer.ends.put(id, node));
        }
        outer.layOut(topology.links());
        return read(topology, outer, inner);
    }

    private static Graph inside(Site site, List<Link> links) {
        Graph graph = graph(new ElkPadding(HEADER, MARGIN, MARGIN, MARGIN), BETWEEN_NODES, BETWEEN_LAYERS);
        if (!site.groups().isEmpty()) {
            Box size = new GroupGrid(site.groups()).size();
            ElkNode block = graph.add(BLOCK + site.id(), size.width(), size.height());
            site.groups().forEach(group -> graph.ends.put(group.id(), block));
        }
        site.servers().forEach(server -> graph.add(server.id(), SERVER_WIDTH, SERVER_HEIGHT));
        graph.layOut(links);
        return graph;
    }

    private static Graph graph(ElkPadding padding, double between, double betweenLayers) {
        Graph graph = new Graph();
        graph.root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        graph.root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
        graph.root.setProperty(CoreOptions.PADDING, padding);
        graph.root.setProperty(CoreOptions.SEPARATE_CONNECTED_COMPONENTS, false);
        graph.root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, betweenLayers);
        graph.root.setProperty(LayeredOptions.SPACING_NODE_NODE, between);
        graph.root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        graph.root.setProperty(LayeredOptions.CROSSING_MINIMIZATION_FORCE_NODE_MODEL_ORDER, true);
        return graph;
    }

    private static Placement read(Topology topology, Graph outer, Map<String, Graph> inner) {
        Map<String, Box> sites = new HashMap<>();
        Map<String, Box> groups = new HashMap<>();
        Map<String, Box> machines = new HashMap<>();
        Map<String, Box> servers = new HashMap<>();
        Box bounds = null;
        for (Site site : topology.sites()) {
            Graph inside = inner.get(site.id());
            Box box = outer.box(site.id());
            sites.put(site.id(), box);
            bounds = bounds == null ? box : bounds.around(box);
            if (!site.groups().isEmpty()) {
                Box block = inside.box(BLOCK + site.id()).moved(box.x(), box.y());
                new GroupGrid(site.groups()).place(block.x(), block.y(), groups, machines);
            }
            site.servers().forEach(server -> servers.put(server.id(), inside.box(server.id()).moved(box.x(), box
                    .y())));
        }
        return new Placement(sites, groups, machines, servers, bounds == null ? Placement.EMPTY.bounds() : bounds);
    }
}
