package secondsite.agent.control;

import java.util.List;
import java.util.UUID;

/**
 * What an agent is to do: one line of JSON.
 *
 * @param verb  what
 * @param disks ids or names of disks; empty for all
 * @param kind  with {@link Verb#MARK}: what the mark stands for
 * @param id    with MARK: the mark's id; null for a new one
 * @param label with MARK: for people; null for none
 */
public record Order(Verb verb, List<String> disks, String kind, UUID id, String label) {

    /** The orders there are. */
    public enum Verb {
        /** How everything stands. */
        STATUS,
        /** Places a mark on the disks, at the same moment. */
        MARK, COPY_PAUSE, COPY_RESUME, RESYNC_PAUSE, RESYNC_RESUME,
        /** Compares the whole disk, whether that is required or not. */
        RESYNC_ALL,
        /** Makes a checkpoint now. */
        CHECKPOINT
    }

    public Order {
        disks = disks == null ? List.of() : List.copyOf(disks);
    }

    public static Order of(Verb verb, List<String> disks) {
        return new Order(verb, disks, null, null, null);
    }
}
