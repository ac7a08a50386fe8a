package secondsite.api.machine;

import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * The replication group that a machine is in.
 *
 * @param leader       name of the agent that makes the group's points
 * @param members      all of them, the leader too
 * @param pointSeconds between group points; 0 for none but those that are ordered
 * @param holdMillis   how long writes may be held for one; then they go on and the point is not made
 */
public record GroupMembership(UUID group, String leader, List<Member> members, int pointSeconds, int holdMillis) {

    /**
     * @param agent   name of the agent
     * @param address where it listens for the others of its group, like {@code https://10.1.0.7:20004}
     */
    public record Member(String agent, URI address) {}

    public GroupMembership {
        members = List.copyOf(members);
    }
}
