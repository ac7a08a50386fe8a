package secondsite.agent.freeze.group;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import secondsite.agent.freeze.group.Message.Kind;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.GroupMembership;
import secondsite.api.machine.GroupMembership.Member;
import secondsite.api.machine.ReportedProblem;
import secondsite.engine.ship.MonotonicTime;

/**
 * What the leader of a group does for one point. For one thread.
 *
 * <pre>
 * ASKING    --READY from all members-----------------------------> PAUSING: until writes may be held again on all of them
 * PAUSING   --the time is over-----------------------------------> HOLDING: all are to hold
 * HOLDING   --HELD from all members------------------------------> MARKING: all are to place the mark
 * MARKING   --MARKED from all members----------------------------> RELEASING: all are to let writes pass
 * ASKING, PAUSING  --REFUSED, a member is lost, the time is over-> OVER: not made, nobody holds
 * HOLDING, MARKING --REFUSED, a member is lost, the time is over-> RELEASING: not made
 * RELEASING --RELEASED or something else from all, time is over--> OVER: made if all were MARKED in time and are RELEASED
 * </pre>
 *
 * The time of holding and marking is that of a hold, from before the first question: no member lets go by itself before. An answer that
 * does not belong to a state is heard for nothing.
 */
final class LeaderSide {

    /** To find out, connecting included, whether all members are there. */
    static final Duration ASKING = Duration.ofSeconds(5);
    /** To make the marks durable. No write is held then. */
    static final Duration RELEASING = Duration.ofSeconds(30);

    /** How a member is asked; its answer is heard later, or that it is lost. */
    interface Line {

        void ask(String member, Message question);
    }

    private enum State {
        ASKING(Kind.ASK, Kind.READY), PAUSING(null, null), HOLDING(Kind.HOLD, Kind.HELD), MARKING(Kind.MARK,
                Kind.MARKED), RELEASING(
                        Kind.RELEASE, Kind.RELEASED), OVER(null, null);

        private final Kind question;
        private final Kind answer;

        State(Kind question, Kind answer) {
            this.question = question;
            this.answer = answer;
        }
    }

    private final GroupMembership group;
    private final UUID point;
    private final String label;
    private final Line line;
    private final MonotonicTime time;
    private final List<String> members;
    private final Set<String> lost = new HashSet<>();
    private final Set<String> missing = new HashSet<>();
    private State state;
    private long until;
    private long readyAt;
    private String failure = "";

    LeaderSide(GroupMembership group, UUID point, String label, Line line, MonotonicTime time) {
        this.group = group;
        this.point = point;
        this.label = label;
        this.line = line;
        this.time = time;
        this.members = group.members().stream().map(Member::agent).toList();
    }

    void begin() {
        readyAt = time.nanos();
        enter(State.ASKING, readyAt + ASKING.toNanos());
    }

    private void enter(State next, long end) {
        state = next;
        until = end;
        missing.clear();
        missing.addAll(members);
        missing.removeAll(lost);
        Message question = new Message(next.question, group.group(), point,
                next == State.HOLDING ? group.holdMillis() : 0, next == State.MARKING ? label : "");
        for (String member : members) {
            if (missing.contains(member)) {
                line.ask(member, question);
            }
        }
        if (missing.isEmpty()) {
            next();
        }
    }

    private void next() {
        switch (state) {
            case ASKING -> {
                state = State.PAUSING;
                until = readyAt;
                expire();
            }
            case PAUSING -> enter(State.HOLDING, time.nanos() + Duration.ofMillis(group.holdMillis()).toNanos());
            case HOLDING -> enter(State.MARKING, until);
            case MARKING -> enter(State.RELEASING, time.nanos() + RELEASING.toNanos());
            default -> state = State.OVER;
        }
    }

    /** A member has answered. */
    void hear(String member, Message answer) {
        expire();
        if (!answer.point().equals(point) || !missing.contains(member) || state == State.OVER) {
            return;
        }
        if (answer.kind() == state.answer) {
            if (state == State.ASKING) {
                ready(answer);
            }
            answered(member);
        } else if (answer.kind() == Kind.REFUSED) {
            failed(member, answer.words());
        }
    }

    /** No answer of this member comes any more. */
    void lost(String member, String why) {
        expire();
        if (state != State.OVER && lost.add(member)) {
            failed(member, why);
        }
    }

    /** The time of a state may be over. */
    void expire() {
        if (state == State.OVER || time.nanos() - until < 0) {
            return;
        }
        if (state == State.PAUSING) {
            next();
        } else {
            failed(String.join(", ", missing.stream().sorted().toList()), "did not answer in time");
        }
    }

    private void ready(Message answer) {
        long pause = Math.min(answer.holdMillis(), ASKING.toMillis());
        long at = time.nanos() + Duration.ofMillis(pause).toNanos();
        readyAt = at - readyAt > 0 ? at : readyAt;
    }

    private void answered(String member) {
        missing.remove(member);
        if (missing.isEmpty()) {
            next();
        }
    }

    private void failed(String member, String why) {
        if (failure.isEmpty()) {
            failure = member + ": " + why;
        }
        switch (state) {
            case ASKING, PAUSING -> state = State.OVER;
            case HOLDING, MARKING -> enter(State.RELEASING, time.nanos() + ASKING.toNanos());
            default -> {
                if (time.nanos() - until >= 0) {
                    state = State.OVER;
                } else {
                    answered(member);
                }
            }
        }
    }

    /** How long nothing has to be done if nobody answers. */
    long nanosLeft() {
        return Math.max(0, until - time.nanos());
    }

    /** Members that have not answered the last question. */
    Set<String> missing() {
        return Set.copyOf(missing);
    }

    /** What came of it; empty while it is not over. */
    Optional<GroupPoint> outcome() {
        if (state != State.OVER) {
            return Optional.empty();
        }
        return Optional.of(new GroupPoint(point, failure.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportedProblem(ErrorCode.GROUP_POINT_NOT_MADE, failure))));
    }
}
