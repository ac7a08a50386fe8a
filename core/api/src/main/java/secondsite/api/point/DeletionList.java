package secondsite.api.point;

import java.util.List;

/**
 * The deletions that are pending, and the last that were done.
 *
 * @param deletions by time of the request
 * @param unreached master targets whose deletions cannot be told now
 */
public record DeletionList(List<KnownDeletion> deletions, List<UnreachedTarget> unreached) {

    public DeletionList {
        deletions = List.copyOf(deletions);
        unreached = List.copyOf(unreached);
    }
}
