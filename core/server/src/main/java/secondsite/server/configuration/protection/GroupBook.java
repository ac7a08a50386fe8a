package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.GroupMembership;
import secondsite.api.replication.ReplicationGroup;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.ReplicationGroups;
import secondsite.server.web.ProblemException;

/** The replication groups: machines whose points are taken at the same moment. Safe for use by several threads. */
@Singleton
public final class GroupBook {

    private static final int MOST_MACHINES = 16;
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,63}");
    private static final String CHANGED = "replication-group.changed";

    private final ProtectionBook book;
    private final ReplicationGroups store;
    private final LiveReports reports;
    private final AuditLog audit;
    private final Events events;
    private final Map<UUID, ReplicationGroups.Row> groups = new ConcurrentHashMap<>();

    @Inject
    public GroupBook(Database database, ProtectionBook book, ReplicationGroups store, LiveReports reports,
            AuditLog audit, Events events) {
        this.book = book;
        this.store = store;
        this.reports = reports;
        this.audit = audit;
        this.events = events;
        database.read(store::all).forEach(group -> groups.put(group.id(), group));
    }

    /** By name. */
    public List<ReplicationGroup> all() {
        return groups.values().stream().sorted(Comparator.comparing(ReplicationGroups.Row::name)).map(this::told)
                .toList();
    }

    public Optional<ReplicationGroup> find(UUID id) {
        return Optional.ofNullable(groups.get(id)).map(this::told);
    }

    /** The machine that leads the group is the first. */
    private ReplicationGroup told(ReplicationGroups.Row group) {
        return new ReplicationGroup(group.id(), group.name(), group.pointSeconds(), group.holdMillis(),
                members(group.id()).stream().map(ProtectedMachine::machine).toList());
    }

    private List<ProtectedMachine> members(UUID group) {
        return book.all().stream().filter(machine -> machine.group().filter(group::equals).isPresent())
                .sorted(Comparator.comparing(ProtectedMachine::agent)).toList();
    }

    /**
     * What an agent of a group needs to know of the others; empty while one of them has not said where it listens. Only who leads the
     * group is told to make points of it.
     */
    Optional<GroupMembership> membership(UUID id, String agent) {
        ReplicationGroups.Row group = groups.get(id);
        List<ProtectedMachine> machines = present(id);
        List<GroupMembership.Member> members = machines.stream()
                .flatMap(machine -> address(machine).stream()
                        .map(address -> new GroupMembership.Member(machine.agent(), address)))
                .toList();
        if (group == null || members.isEmpty() || members.size() < machines.size()) {
            return Optional.empty();
        }
        String leader = leader(id).orElseThrow();
        return Optional.of(new GroupMembership(id, leader, members, leader.equals(agent) ? group.pointSeconds() : 0,
                group.holdMillis()));
    }

    /** Those whose sources write. */
    private List<ProtectedMachine> present(UUID group) {
        return members(group).stream().filter(machine -> !machine.fence().up()).toList();
    }

    /** Name of the agent that makes a group's points. */
    Optional<String> leader(UUID group) {
        return present(group).stream().map(ProtectedMachine::agent).findFirst();
    }

    private Optional<URI> address(ProtectedMachine machine) {
        return reports.agent(machine.agent()).map(AgentReport::groupAddress);
    }

    /**
     * Adds a group, or changes one.
     *
     * @throws ProblemException when something in it is wrong, with the name of the field
     */
    public ReplicationGroup put(ReplicationGroup wanted, String who) {
        check(wanted);
        UUID id = wanted.id() == null ? UUID.randomUUID() : wanted.id();
        var row = new ReplicationGroups.Row(id, wanted.name(), wanted.pointSeconds(), wanted.holdMillis());
        book.change(change -> {
            if (groups.containsKey(id)) {
                store.set(change.transaction(), row);
            } else {
                store.add(change.transaction(), row);
            }
            for (ProtectedMachine machine : book.all()) {
                boolean member = wanted.machines().contains(machine.machine());
                if (member || machine.group().filter(id::equals).isPresent()) {
                    change.put(machine.inGroup(member ? Optional.of(id) : Optional.empty()));
                }
            }
            audit.note(change.transaction(), who, "replication group set", wanted.name(),
                    wanted.machines().size() + " machines, a point each " + wanted.pointSeconds() + " s");
            return null;
        });
        groups.put(id, row);
        events.notice(CHANGED, id.toString(), wanted.name());
        return told(row);
    }

    private void check(ReplicationGroup wanted) {
        if (wanted.name() == null || !NAME.matcher(wanted.name()).matches()) {
            throw wrong("'name' is 1 to 63 characters, none of them a control character");
        }
        if (groups.values().stream().anyMatch(
                group -> group.name().equals(wanted.name()) && !group.id().equals(wanted.id()))) {
            throw wrong("'name': there is a replication group of this name already");
        }
        if (wanted.id() != null && !groups.containsKey(wanted.id())) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no such replication group");
        }
        if (wanted.pointSeconds() != 0 && (wanted.pointSeconds() < 10 || wanted.pointSeconds() > 3600)) {
            throw wrong("'pointSeconds' is 0, or 10 to 3600");
        }
        if (wanted.holdMillis() < 10 || wanted.holdMillis() > 5000) {
            throw wrong("'holdMillis' is 10 to 5000");
        }
        if (wanted.machines().size() > MOST_MACHINES) {
            throw wrong("'machines': at most " + MOST_MACHINES + " are in a group");
        }
        for (UUID machine : wanted.machines()) {
            ProtectedMachine known = book.find(machine).orElseThrow(
                    () -> wrong("'machines': " + machine + " is not protected; protect it first"));
            if (known.group().filter(other -> !other.equals(wanted.id())).isPresent()) {
                throw wrong("'machines': " + machine + " is in another replication group; take it out there first");
            }
        }
    }

    private static ProblemException wrong(String why) {
        return new ProblemException(ProblemCode.BAD_REQUEST, why);
    }

    /** The machines stay protected, each for itself. */
    public void remove(UUID id, String who) {
        ReplicationGroups.Row group = Optional.ofNullable(groups.get(id)).orElseThrow(
                () -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such replication group"));
        book.change(change -> {
            members(id).forEach(machine -> change.put(machine.inGroup(Optional.empty())));
            store.remove(change.transaction(), id);
            audit.note(change.transaction(), who, "replication group removed", group.name(), "");
            return null;
        });
        groups.remove(id);
        events.notice(CHANGED, id.toString(), group.name());
    }
}
