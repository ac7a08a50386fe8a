package secondsite.agent.freeze.group;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.machine.GroupMembership;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * What a member of a group does for a point. For one thread, which is the one that holds the disks.
 *
 * <pre>
 * idle     --HOLD, all disks are held---------------------------> holding
 * holding  --MARK, the mark is on all disks---------------------> marked
 * holding  --RELEASE, the session ends, the limit is over-------> idle: no mark will be placed for this point
 * marked   --RELEASE--------------------------------------------> idle: the mark is made durable, and told
 * marked   --the session ends, the limit is over----------------> idle: and when the leader asks, it is told that writes went on
 * holding, marked --ASK or HOLD for another point---------------> idle: the leader has given this one up
 * </pre>
 *
 * A point that is over here never begins again. After a hold writes pass for at least as long as they were held, so that whoever leads
 * cannot stop them altogether. A question is repeated without harm; one from another session than the one that holds is refused.
 */
final class MemberSide {

    private static final int REMEMBERED = 1024;

    private final MemberDisks disks;
    private final MonotonicTime time;
    private volatile Optional<GroupMembership> membership = Optional.empty();
    private Hold hold;
    private long notBefore;
    /** Points that are over here, and whether as they should be. */
    private final Map<UUID, Boolean> over = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** One connection of one agent, from its beginning to its end. */
    interface Session {

        /** Name of the agent at the other end. */
        String agent();
    }

    private record Hold(UUID point, Session session, long from, long until, boolean marked) {

        Hold withMark() {
            return new Hold(point, session, from, until, true);
        }
    }

    MemberSide(MemberDisks disks, MonotonicTime time) {
        this.disks = disks;
        this.time = time;
        this.notBefore = time.nanos();
    }

    /** The group that this machine is in from now on. Any thread may say so. */
    void join(Optional<GroupMembership> group) {
        membership = group;
    }

    Optional<GroupMembership> membership() {
        return membership;
    }

    /** How long nothing has to be done if nobody says anything. */
    long nanosLeft() {
        return hold == null ? Long.MAX_VALUE : Math.max(0, hold.until() - time.nanos());
    }

    /** Lets writes pass when their time is over. @return what there is to say then, for people */
    Optional<String> expire() {
        return hold != null && time.nanos() - hold.until() >= 0
                ? dropped("nothing was heard until writes had been held for long enough")
                : Optional.empty();
    }

    /** The session has ended; what it held is let go. @return what there is to say then, for people */
    Optional<String> lost(Session session) {
        return hold != null && hold.session() == session
                ? dropped("the connection is gone while writes were held")
                : Optional.empty();
    }

    private Optional<String> dropped(String why) {
        String words = "group point " + hold.point() + " of " + hold.session().agent() + ": " + why + "; they go on";
        end(false);
        return Optional.of(words);
    }

    /** This member ends. */
    void close() {
        if (hold != null) {
            end(false);
        }
    }

    private void end(boolean asItShould) {
        disks.release();
        over.put(hold.point(), asItShould);
        notBefore = time.nanos() + (time.nanos() - hold.from());
        hold = null;
    }

    /** @return the answer */
    Message hear(Session from, Message question) throws InterruptedException {
        expire();
        return switch (question.kind()) {
            case ASK, HOLD -> {
                Optional<String> why = why(from, question);
                yield why.isPresent() ? question.refused(why.get()) : begin(from, question);
            }
            case MARK -> isHeldFor(from, question) ? mark(question) : question.refused(notHeld());
            case RELEASE -> isHeldFor(from, question) ? release(question) : released(question);
            default -> question.refused("that is no question");
        };
    }

    private Optional<String> why(Session from, Message question) {
        if (membership.isEmpty() || !membership.get().group().equals(question.group())) {
            return Optional.of("this machine is not in that group");
        }
        GroupMembership group = membership.get();
        if (!group.leader().equals(from.agent())) {
            return Optional.of("here, " + group.leader() + " leads the group");
        }
        if (question.holdMillis() > group.holdMillis()) {
            return Optional.of("writes are held for at most " + group.holdMillis() + " ms here");
        }
        return over.containsKey(question.point()) ? Optional.of("that point is over here") : Optional.empty();
    }

    private Message begin(Session from, Message question) throws InterruptedException {
        if (isHeldFor(from, question)) {
            return question.kind() == Message.Kind.ASK ? ready(question) : question.answer(Message.Kind.HELD);
        }
        if (hold != null) {
            end(false);
        }
        try {
            disks.check();
            return question.kind() == Message.Kind.ASK ? ready(question) : hold(from, question);
        } catch (IOException e) {
            return question.refused(String.valueOf(e.getMessage()));
        }
    }

    private Message ready(Message question) {
        long pause = Math.ceilDiv(Math.max(0, notBefore - time.nanos()), Duration.ofMillis(1).toNanos());
        return new Message(Message.Kind.READY, question.group(), question.point(), (int) pause, "");
    }

    private Message hold(Session from, Message question) throws IOException, InterruptedException {
        long now = time.nanos();
        if (now - notBefore < 0) {
            return question.refused("writes were held until a moment ago, and pass for a while now");
        }
        Duration limit = Duration.ofMillis(question.holdMillis());
        hold = new Hold(question.point(), from, now, now + limit.toNanos(), false);
        try {
            disks.hold(limit);
            return question.answer(Message.Kind.HELD);
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(false);
            throw e;
        }
    }

    private boolean isHeldFor(Session from, Message question) {
        return hold != null && hold.session() == from && hold.point().equals(question.point());
    }

    private static String notHeld() {
        return "writes are not held for that point, or were let go before that";
    }

    private Message mark(Message question) {
        if (!hold.marked()) {
            try {
                disks.mark(new Record.Mark(MarkKind.GROUP, question.point(), question.words()));
                hold = hold.withMark();
            } catch (IOException | RuntimeException e) {
                end(false);
                return question.refused(String.valueOf(e.getMessage()));
            }
        }
        return question.answer(Message.Kind.MARKED);
    }

    private Message release(Message question) {
        boolean marked = hold.marked();
        end(true);
        try {
            if (marked) {
                disks.force();
            }
            return question.answer(Message.Kind.RELEASED);
        } catch (IOException e) {
            over.put(question.point(), false);
            return question.refused(String.valueOf(e.getMessage()));
        }
    }

    /** A release that comes before a late question keeps that from beginning anything. */
    private Message released(Message question) {
        over.putIfAbsent(question.point(), false);
        return over.get(question.point())
                ? question.answer(Message.Kind.RELEASED)
                : question.refused(notHeld());
    }
}
