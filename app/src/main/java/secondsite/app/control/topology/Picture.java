package secondsite.app.control.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import secondsite.app.control.Ink;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Machine;
import secondsite.app.control.topology.Topology.Server;
import secondsite.app.control.topology.Topology.Site;

/** A topology, ready to be drawn: where everything stands, and how it is found. Never changes; made in the background. */
record Picture(Topology topology, Placement placement, Map<String, Site> sites, Map<String, Group> groups,
        Map<String, Machine> machines, Map<String, Server> servers, GridIndex<Group> groupIndex,
        GridIndex<Machine> machineIndex, Strands strands, Overview overview, Map<Ink, Integer> colors) {

    static final Picture EMPTY = of(Topology.EMPTY, Placement.EMPTY, Map.of(), new int[0]);

    /** @param spare pixels that nobody looks at any more: the overview is painted on them, if they are as many as it needs */
    static Picture of(Topology topology, Placement placement, Map<Ink, Integer> colors, int[] spare) {
        Map<String, Site> sites = new HashMap<>();
        Map<String, Group> groups = new HashMap<>();
        Map<String, Machine> machines = new HashMap<>();
        Map<String, Server> servers = new HashMap<>();
        GridIndex<Group> groupIndex = new GridIndex<>();
        GridIndex<Machine> machineIndex = new GridIndex<>();
        for (Site site : topology.sites()) {
            sites.put(site.id(), site);
            site.servers().forEach(server -> servers.put(server.id(), server));
            for (Group group : site.groups()) {
                groups.put(group.id(), group);
                groupIndex.add(group, placement.groups().get(group.id()));
                for (Machine machine : group.machines()) {
                    machines.put(machine.id(), machine);
                    machineIndex.add(machine, placement.machines().get(machine.id()));
                }
            }
        }
        return new Picture(topology, placement, sites, groups, machines, servers, groupIndex, machineIndex, Strands.of(
                topology, placement), Overview.of(topology, placement, colors::get, spare), colors);
    }

    /** Where an id stands; null if it is not there. */
    Box boxOf(String id) {
        return placement.machines().getOrDefault(id, placement.servers().getOrDefault(id, placement.groups().get(id)));
    }

    /** What it is that has a place: without what changes all the time. Equal shapes are laid out equally. */
    static Object shape(Topology topology) {
        return List.of(topology.sites().stream().map(site -> List.of(site.id(), site.servers().stream().map(Server::id)
                .toList(),
                site.groups().stream().map(group -> List.of(group.id(), group.machines().stream().map(
                        Machine::id).toList())).toList()))
                .toList(),
                topology.links().stream().map(link -> List.of(link
                        .from(), link.to())).toList());
    }
}
