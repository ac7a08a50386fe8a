package secondsite.app.topology;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.activity.Alert;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;

/** All of which the picture is made, as the server told it last. */
record Deployment(List<Site> sites, List<HostGroup> hostGroups, List<ReplicationGroup> replicationGroups,
        List<MachineSummary> machines, List<ServerSummary> servers, List<Alert> alerts,
        Map<UUID, ReplicationPath> paths) {

    /** Of every machine that is in one, its replication group. */
    Map<UUID, ReplicationGroup> together() {
        return replicationGroups.stream().flatMap(group -> group.machines().stream().map(id -> Map.entry(id, group)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    }

    Map<UUID, HostGroup> places() {
        return hostGroups.stream().collect(Collectors.toMap(HostGroup::id, Function.identity()));
    }
}
