package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.machine.AgentOrder;
import secondsite.api.replication.Ordered;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ReplicationGroup;
import secondsite.server.web.ProblemException;

/** Has points of replication groups made now, beside those that their leaders make by themselves. */
@Singleton
public final class GroupPoints {

    private final GroupBook groups;
    private final Situations situations;
    private final ProtectionActions actions;

    @Inject
    public GroupPoints(GroupBook groups, Situations situations, ProtectionActions actions) {
        this.groups = groups;
        this.situations = situations;
        this.actions = actions;
    }

    /** Orders one point of all machines of a group, at the same moment; the job is that of the machine that leads the group. */
    public Ordered make(UUID id, String who) {
        ReplicationGroup group = groups.find(id).orElseThrow(
                () -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such replication group"));
        if (group.machines().isEmpty()) {
            throw new ProblemException(ProblemCode.CONFLICT, "no machine is in " + group.name() + "; add some first");
        }
        group.machines().forEach(machine -> situations.require(ProtectionAction.BOOKMARK, machine));
        return actions.point(group.machines().getFirst(), AgentOrder.Verb.GROUP_POINT, null, who);
    }
}
