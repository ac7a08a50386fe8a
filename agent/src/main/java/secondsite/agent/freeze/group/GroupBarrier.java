package secondsite.agent.freeze.group;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import secondsite.agent.capture.Capture;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.client.Identity;
import secondsite.api.machine.GroupMembership.Member;
import secondsite.api.machine.GroupMembership;
import secondsite.engine.ship.MonotonicTime;

/**
 * This agent in its replication group: a member that holds and marks when the leader asks, and, when it is the leader itself, who makes the
 * group's points. Safe for use by several threads.
 */
public final class GroupBarrier implements Closeable {

    private final String agent;
    private final MonotonicTime time;
    private final AgentTls tls;
    private final MemberSide member;
    private final MemberThread thread;
    private final Listener listener;
    private final MemberSide.Session own;
    private final ReentrantLock leading = new ReentrantLock(true);
    private final Map<String, Link> links = new HashMap<>();

    private GroupBarrier(String agent, Identity identity, InetSocketAddress address, MemberDisks disks,
            MonotonicTime time) throws IOException {
        this.agent = agent;
        this.time = time;
        this.tls = new AgentTls(identity);
        this.member = new MemberSide(disks, time);
        this.thread = new MemberThread(member, time);
        this.own = () -> agent;
        this.listener = new Listener(address, tls, time, this::isInGroup, thread);
    }

    /**
     * Listens for the other agents of a group; in none at first.
     *
     * @param agent    this agent's name, as in its certificate
     * @param identity this agent's; one that was renewed is shown at the next connection
     * @param address  where to listen; port 0 for any
     * @param disks    asked at each point for the disks that are protected
     * @param marked   hears that a mark is durable in the spools, to wake those who ship
     * @throws IOException when nobody can listen there
     */
    public static GroupBarrier open(String agent, Identity identity, InetSocketAddress address,
            Supplier<List<Capture>> disks, Runnable marked, MonotonicTime time) throws IOException {
        return open(agent, identity, address, new CapturedDisks(disks, time, marked), time);
    }

    static GroupBarrier open(String agent, Identity identity, InetSocketAddress address, MemberDisks disks,
            MonotonicTime time) throws IOException {
        var barrier = new GroupBarrier(agent, identity, address, disks, time);
        barrier.thread.start();
        barrier.listener.start();
        return barrier;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** The group that this machine is in from now on; empty for none. A hold under way goes on, not longer than it may. */
    public void join(Optional<GroupMembership> group) {
        member.join(group);
    }

    private boolean isInGroup(String other) {
        return member.membership().stream().flatMap(group -> group.members().stream())
                .anyMatch(known -> known.agent().equals(other));
    }

    /** Whether this agent makes the group's points. */
    public boolean leads() {
        return member.membership().filter(group -> group.leader().equals(agent)).isPresent();
    }

    /**
     * Leads the group through a point, and waits until it is durable everywhere or not made.
     *
     * @param id    of the marks on all disks
     * @param label of the marks, for people; may be empty
     */
    public GroupPoint make(UUID id, String label) throws InterruptedException {
        leading.lockInterruptibly();
        try {
            Optional<GroupMembership> group = member.membership();
            if (group.isEmpty() || !leads()) {
                return new GroupPoint(id, Optional.of(new ReportedProblem(ErrorCode.GROUP_POINT_NOT_MADE,
                        "agent " + agent + " leads no group")));
            }
            return lead(group.get(), id, label);
        } finally {
            leading.unlock();
        }
    }

    private interface Heard {
        void tell(LeaderSide leader);
    }

    private GroupPoint lead(GroupMembership group, UUID id, String label) throws InterruptedException {
        keepLinksOf(group);
        BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        var leader = new LeaderSide(group, id, label, (name, question) -> ask(name, question, heard), time);
        try {
            leader.begin();
            while (leader.outcome().isEmpty()) {
                Heard next = time.poll(heard, leader.nanosLeft());
                leader.expire();
                if (next != null) {
                    next.tell(leader);
                }
            }
            return leader.outcome().get();
        } finally {
            endLinksOf(leader, group, id);
        }
    }

    private void keepLinksOf(GroupMembership group) {
        links.values().removeIf(link -> {
            boolean gone = !group.members().contains(link.member());
            if (gone) {
                link.close();
            }
            return gone;
        });
        for (Member other : group.members()) {
            if (!other.agent().equals(agent)) {
                links.computeIfAbsent(other.agent(), _ -> new Link(other, tls));
            }
        }
    }

    private void ask(String name, Message question, BlockingQueue<Heard> heard) {
        if (name.equals(agent)) {
            thread.ask(own, question).thenAccept(answer -> heard.add(leader -> leader.hear(name, answer)));
            return;
        }
        Link link = links.get(name);
        Thread.ofVirtual().name("group link " + name).start(() -> {
            try {
                Message answer = link.ask(question);
                heard.add(leader -> leader.hear(name, answer));
            } catch (IOException | RuntimeException e) {
                heard.add(leader -> leader.lost(name, String.valueOf(e.getMessage())));
            }
        });
    }

    /** A member that has not answered would answer the next point with what it owes; and one that waits for a word must not. */
    private void endLinksOf(LeaderSide leader, GroupMembership group, UUID id) {
        boolean over = leader.outcome().isPresent();
        for (Member other : group.members()) {
            Link link = links.get(other.agent());
            if (link != null && (!over || leader.missing().contains(other.agent()))) {
                link.abort();
            }
        }
        if (!over) {
            thread.ask(own, Message.of(Message.Kind.RELEASE, group.group(), id));
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thread.close();
        links.values().forEach(Link::close);
    }
}
