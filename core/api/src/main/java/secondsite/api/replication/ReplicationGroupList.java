package secondsite.api.replication;

import java.util.List;

/** Replication groups, by name. */
public record ReplicationGroupList(List<ReplicationGroup> groups) {

    public ReplicationGroupList {
        groups = List.copyOf(groups);
    }
}
