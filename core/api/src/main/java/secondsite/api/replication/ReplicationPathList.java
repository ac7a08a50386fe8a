package secondsite.api.replication;

import java.util.List;

/** The paths of all protected machines, by id. */
public record ReplicationPathList(List<ReplicationPath> paths) {

    public ReplicationPathList {
        paths = List.copyOf(paths);
    }
}
