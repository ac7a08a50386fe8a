package secondsite.agent;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import secondsite.agent.configuration.AgentConfiguration.GroupPlace;
import secondsite.agent.freeze.group.GroupBarrier;
import secondsite.agent.management.Management;
import secondsite.api.machine.GroupMembership;

/** The agent's place in a replication group. */
record GroupSeat(GroupBarrier barrier, GroupPlace place) implements Management.Group {

    @Override
    public URI address() {
        InetSocketAddress own = barrier.address();
        return place.address() != null
                ? place.address()
                : URI.create("https://" + own.getHostString() + ":" + own.getPort());
    }

    @Override
    public void join(Optional<GroupMembership> membership) {
        barrier.join(membership);
    }
}
