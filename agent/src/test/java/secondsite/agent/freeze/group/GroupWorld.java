package secondsite.agent.freeze.group;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import secondsite.api.machine.GroupMembership;
import secondsite.api.machine.GroupMembership.Member;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * A group in simulated time: one program that writes to its machines in turn, each write after the one before has passed, points, and a
 * network and machines that fail by a seed. What was written is judged here, from the marks that the disks have.
 */
final class GroupWorld {

    private static final long MILLI = 1_000_000;
    private static final int HOLD_MILLIS = 50;
    private static final long HOLD_NANOS = HOLD_MILLIS * MILLI;
    private static final UUID GROUP = new UUID(4, 4);

    /** What goes wrong how often, of a thousand; and what is wrong with the code itself. */
    record Faults(int lost, int late, int repeated, int cut, int busy, int paused, int died, boolean holdsNothing,
            boolean markedUnasked) {

        static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, false, false);

        static Faults some(Random random) {
            return new Faults(random.nextInt(40), random.nextInt(60), random.nextInt(100), random.nextInt(40),
                    random.nextInt(40), random.nextInt(20), random.nextInt(15), false, false);
        }

        Faults holdingNothing() {
            return new Faults(lost, late, repeated, cut, busy, paused, died, true, false);
        }

        Faults markingUnasked() {
            return new Faults(lost, late, repeated, cut, busy, paused, died, false, true);
        }
    }

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private record Mark(long at, long written, boolean durable) {}

    private final Random random;
    private final Faults faults;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Machine> machines;
    private final GroupMembership group;
    private final List<Long> passed = new ArrayList<>();
    private final List<GroupPoint> outcomes = new ArrayList<>();
    private long now;
    private long orders;
    private long number = 1;
    private Leading leading;
    private long points;
    private int complete;

    GroupWorld(long seed, Faults faults) {
        this.random = new Random(seed);
        this.faults = faults;
        int count = 1 + random.nextInt(4);
        group = new GroupMembership(GROUP, "m0", IntStream.range(0, count)
                .mapToObj(i -> new Member("m" + i, URI.create("https://m" + i + ":20004"))).toList(), 0, HOLD_MILLIS);
        machines = IntStream.range(0, count).mapToObj(i -> new Machine("m" + i)).toList();
    }

    /** Makes so many points, and judges them. */
    void run(int count) {
        after(0, this::write);
        after(0, this::point);
        long end = -1;
        while (!events.isEmpty() && (end < 0 || events.peek().at() <= end)) {
            Event event = events.poll();
            now = event.at();
            event.what().run();
            if (end < 0 && outcomes.size() >= count) {
                end = now + 3 * HOLD_NANOS;
            }
        }
        judge();
    }

    List<GroupPoint> outcomes() {
        return outcomes;
    }

    /** Points whose marks are on all disks, whatever the leader said. */
    int complete() {
        return complete;
    }

    int size() {
        return machines.size();
    }

    private void after(long nanos, Runnable what) {
        events.add(new Event(now + nanos, orders++, what));
    }

    private boolean happens(int ofThousand) {
        return random.nextInt(1000) < ofThousand;
    }

    private long shortly() {
        return random.nextInt(200_000) + 1000L;
    }

    /** The program: the next write goes to the next machine, when the one before has passed. */
    private void write() {
        Machine machine = machines.get((int) (number % machines.size()));
        if (!machine.passes()) {
            machine.waiting = this::write;
            return;
        }
        machine.written = number++;
        passed.add(now);
        // While the leader waits for long, for nothing, there is no need to write much.
        boolean quiet = leading == null || now - leading.begun > 4 * HOLD_NANOS;
        after(quiet ? 20 * MILLI : random.nextInt(400_000) + 1L, this::write);
    }

    private void point() {
        Machine leader = machines.getFirst();
        if (leader.down) {
            after(MILLI, this::point);
            return;
        }
        leading = new Leading(new UUID(1, ++points));
        leading.begin();
    }

    /** The leader at one point. */
    private final class Leading {

        private final LeaderSide side;
        private final long begun = now;
        private boolean over;

        Leading(UUID point) {
            side = new LeaderSide(group, point, "", this::ask, machines.getFirst());
        }

        void begin() {
            side.begin();
            look();
        }

        private void look() {
            if (over) {
                return;
            }
            if (side.outcome().isPresent()) {
                over = true;
                outcomes.add(side.outcome().get());
                after(random.nextInt(10_000_000), GroupWorld.this::point);
            } else {
                after(side.nanosLeft() + 1, () -> machines.getFirst().whenAwake(() -> tell(side::expire)));
            }
        }

        private void tell(Runnable what) {
            if (!over) {
                what.run();
                look();
            }
        }

        private void ask(String name, Message question) {
            Machine machine = named(name);
            if (machine.session == null) {
                machine.session = machine.new Connection();
            }
            Machine.Connection session = machine.session;
            if (happens(faults.cut())) {
                session.cut();
            }
            transmit(session, () -> machine.hear(session, question, answer -> transmit(session,
                    () -> machines.getFirst().whenAwake(() -> tell(() -> side.hear(name, answer))))));
        }

        private void transmit(Machine.Connection session, Runnable arrives) {
            if (happens(faults.lost())) {
                return;
            }
            long delay = happens(faults.late()) ? random.nextLong(2 * HOLD_NANOS) : shortly();
            Runnable what = () -> {
                if (!session.gone) {
                    arrives.run();
                }
            };
            after(delay, what);
            if (happens(faults.repeated())) {
                after(delay + (random.nextBoolean() ? shortly() : random.nextLong(3 * HOLD_NANOS)), what);
            }
        }
    }

    private Machine named(String name) {
        return machines.get(Integer.parseInt(name.substring(1)));
    }

    /** A machine with its agent, its own clock, and one disk. */
    private final class Machine implements MemberDisks, MonotonicTime {

        private final String name;
        private final long clock = random.nextLong();
        private MemberSide side;
        private Connection session;
        private boolean down;
        private long awakeAt;
        private boolean held;
        private long heldFrom;
        private long asleepWhileHeld;
        private long written;
        private Runnable waiting;
        private final Map<UUID, Mark> marks = new HashMap<>();
        private final Set<UUID> unforced = new HashSet<>();

        Machine(String name) {
            this.name = name;
            start();
        }

        private void start() {
            down = false;
            side = new MemberSide(this, this);
            side.join(Optional.of(group));
            letPass();
        }

        /** A connection from the leader. */
        private final class Connection implements MemberSide.Session {

            private boolean gone;

            @Override
            public String agent() {
                return "m0";
            }

            /** Each side hears of it at its own time. */
            void cut() {
                gone = true;
                session = null;
                Leading then = leading;
                MemberSide here = side;
                after(happens(500) ? shortly() : random.nextLong(2 * HOLD_NANOS), () -> whenAwake(() -> {
                    if (side == here) {
                        side.lost(this);
                    }
                }));
                after(shortly(), () -> machines.getFirst()
                        .whenAwake(() -> then.tell(() -> then.side.lost(name, "the connection is gone"))));
            }
        }

        void whenAwake(Runnable what) {
            if (now < awakeAt) {
                after(awakeAt - now, () -> whenAwake(what));
            } else {
                what.run();
            }
        }

        void hear(Connection from, Message question, Consumer<Message> answer) {
            whenAwake(() -> {
                if (down || from.gone) {
                    return;
                }
                fail();
                if (!down && now >= awakeAt) {
                    answer.accept(answer(from, question));
                    lookLater();
                }
            });
        }

        private Message answer(Connection from, Message question) {
            if (faults.markedUnasked() && question.kind() == Message.Kind.HOLD) {
                return question.answer(Message.Kind.HELD);
            }
            if (faults.markedUnasked() && question.kind() == Message.Kind.MARK) {
                mark(new Record.Mark(null, question.point(), ""));
                return question.answer(Message.Kind.MARKED);
            }
            try {
                return side.hear(from, question);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void lookLater() {
            MemberSide here = side;
            if (side.nanosLeft() < Long.MAX_VALUE) {
                after(side.nanosLeft(), () -> whenAwake(() -> {
                    if (side == here) {
                        side.expire();
                    }
                }));
            }
        }

        private void fail() {
            if (happens(faults.paused())) {
                long pause = random.nextLong(3 * HOLD_NANOS);
                awakeAt = now + pause;
                asleepWhileHeld += pause;
            }
            if (happens(faults.died())) {
                die();
            }
        }

        /** The program is gone, and with it what it held; but nothing is written either until it serves again. */
        private void die() {
            down = true;
            held = false;
            if (session != null) {
                session.cut();
            }
            unforced.stream().filter(_ -> random.nextBoolean())
                    .forEach(id -> marks.computeIfPresent(id, (_, mark) -> new Mark(mark.at(), mark.written(), false)));
            unforced.clear();
            if (this == machines.getFirst()) {
                machines.stream().filter(other -> other.session != null).forEach(other -> other.session.cut());
                leading.over = true;
                after(shortly(), GroupWorld.this::point);
            }
            after(random.nextLong(HOLD_NANOS), this::start);
        }

        boolean passes() {
            return !down && (!held || faults.holdsNothing());
        }

        private void letPass() {
            if (waiting != null && passes()) {
                Runnable next = waiting;
                waiting = null;
                after(0, next);
            }
        }

        @Override
        public void check() throws IOException {
            if (happens(faults.busy())) {
                throw new IOException("no mark can be placed");
            }
        }

        @Override
        public void hold(Duration limit) throws IOException {
            if (happens(faults.busy())) {
                throw new IOException("busy");
            }
            held = true;
            heldFrom = now;
            asleepWhileHeld = 0;
        }

        @Override
        public void mark(Record.Mark mark) {
            if (marks.put(mark.id(), new Mark(now, written, true)) != null) {
                throw new AssertionError(name + " has two marks " + mark.id());
            }
            unforced.add(mark.id());
        }

        @Override
        public void release() {
            if (held && now - heldFrom - asleepWhileHeld > HOLD_NANOS) {
                throw new AssertionError(name + " held writes for " + (now - heldFrom) / MILLI + " ms");
            }
            held = false;
            letPass();
        }

        @Override
        public void force() throws IOException {
            if (happens(faults.busy())) {
                throw new IOException("the spool failed");
            }
            unforced.clear();
        }

        @Override
        public long nanos() {
            return now + clock;
        }

        @Override
        public void sleep(long nanos) {
            throw new AssertionError("nobody sleeps in a state machine");
        }
    }

    private void judge() {
        for (Machine machine : machines) {
            if (machine.held && now - machine.heldFrom - machine.asleepWhileHeld > HOLD_NANOS) {
                throw new AssertionError(machine.name + " holds for ever");
            }
        }
        for (long i = 1; i <= points; i++) {
            var id = new UUID(1, i);
            if (machines.stream()
                    .allMatch(machine -> machine.marks.containsKey(id) && machine.marks.get(id).durable())) {
                complete++;
                checkCut(id);
            } else if (outcomes.stream().anyMatch(outcome -> outcome.id().equals(id) && outcome.made())) {
                throw new AssertionError("point " + i + " is said to be made, but not all have its mark");
            }
        }
        outcomes.stream().filter(GroupPoint::made).forEach(outcome -> checkMoment(outcome.id()));
    }

    /** Every write before one that is in the point is in it as well. */
    private void checkCut(UUID id) {
        long last = machines.stream().mapToLong(machine -> machine.marks.get(id).written()).max().orElseThrow();
        for (long each = Math.max(1, last - 3L * machines.size()); each < last; each++) {
            if (each > machines.get((int) (each % machines.size())).marks.get(id).written()) {
                throw new AssertionError("point " + id + " has write " + last + ", but not write " + each);
            }
        }
    }

    private void checkMoment(UUID id) {
        long first = machines.stream().mapToLong(machine -> machine.marks.get(id).at()).min().orElseThrow();
        long last = machines.stream().mapToLong(machine -> machine.marks.get(id).at()).max().orElseThrow();
        passed.stream().filter(at -> first < at && at < last).findFirst().ifPresent(at -> {
            throw new AssertionError("a write passed between the marks of point " + id);
        });
    }
}
