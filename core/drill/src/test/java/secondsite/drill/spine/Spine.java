package secondsite.drill.spine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import secondsite.drill.oracle.Broken;
import secondsite.drill.world.Faults;
import secondsite.drill.world.Machine;
import secondsite.drill.world.Network.Weather;
import secondsite.drill.world.World;

/** One drill of the whole way: a time with trouble, a time without, and then everything must be well. */
final class Spine {

    private static final long SECOND = 1_000_000_000L;

    private final World world;
    private final Build build;
    private final RandomGenerator random;
    private final Plan plan;
    private final Ledger ledger = new Ledger();
    private final List<TargetMachine> targets = new ArrayList<>();
    private final List<GatewayMachine> gateways = new ArrayList<>();
    private final List<AgentMachine> agents = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private boolean calm;
    private int audited;

    Spine(World world, Build build) {
        this.world = world;
        this.build = build;
        this.random = world.random();
        this.plan = Plan.of(random);
        world.trace().add("plan", "{}", plan.toString());
        for (int i = 0; i < plan.gateways(); i++) {
            var target = new TargetMachine("target-" + i, world, build, ledger, plan);
            targets.add(target);
            gateways.add(new GatewayMachine("gateway-" + i, world, build, ledger, plan, target));
        }
        for (int i = 0; i < plan.agents(); i++) {
            agents.add(agent(i));
        }
        machines.addAll(targets);
        machines.addAll(gateways);
        machines.addAll(agents);
    }

    private AgentMachine agent(int number) {
        var disks = new ArrayList<GuestDisk>();
        for (int i = 0; i < plan.disksEach(); i++) {
            var disk = new GuestDisk(number + "-" + i, new UUID(number * 16L + i + 1, 0), plan.places(),
                    plan.largestWrite(), world, build);
            ledger.add(disk);
            disks.add(disk);
        }
        return new AgentMachine("agent-" + number, world, build, disks, plan, gateways.get(number % gateways.size()));
    }

    void run() {
        machines.forEach(Machine::start);
        world.network().weather(plan.weather());
        world.time().after(random.nextLong(4 * SECOND), this::trouble);
        world.runFor((15 + random.nextInt(30)) * SECOND);
        heal();
        settle();
        audit();
    }

    private void trouble() {
        if (!calm) {
            List<Plan.Trouble> kinds = List.copyOf(plan.troubles());
            if (!kinds.isEmpty()) {
                happen(kinds.get(random.nextInt(kinds.size())), someMachine());
            }
            world.time().after(random.nextLong(3 * SECOND), this::trouble);
        }
    }

    private Machine someMachine() {
        List<AgentMachine> comparing = agents.stream().filter(AgentMachine::comparing).toList();
        if (!comparing.isEmpty() && random.nextInt(3) == 0) {
            return comparing.get(random.nextInt(comparing.size()));
        }
        return random.nextInt(3) == 0
                ? agents.get(random.nextInt(agents.size()))
                : machines.get(random.nextInt(machines.size()));
    }

    private void happen(Plan.Trouble kind, Machine machine) {
        if (!machine.up()) {
            return;
        }
        switch (kind) {
            case KILL -> end(machine, Faults.Kind.KILL);
            case POWER_LOSS -> end(machine, Faults.Kind.POWER_LOSS);
            case INPUT_OUTPUT_ERROR -> arm(machine, Faults.Kind.INPUT_OUTPUT_ERROR);
            case FAILED_FORCE -> arm(machine, Faults.Kind.FAILED_FORCE);
            case FULL -> fill(machine);
            case PARTITION -> partition(machine, true);
            case ONE_WAY -> partition(machine, false);
            case CLOCK -> machine.clock().setOff(Duration.ofMinutes(random.nextLong(-43200, 43200)));
            case RUSH -> rush();
        }
    }

    private void end(Machine machine, Faults.Kind kind) {
        if (random.nextInt(4) == 0) {
            machine.end(kind == Faults.Kind.POWER_LOSS);
        } else {
            arm(machine, kind);
        }
    }

    private void arm(Machine machine, Faults.Kind kind) {
        machine.run().faults().arm(kind, "", random.nextInt(random.nextBoolean() ? 20 : 200));
    }

    private void fill(Machine machine) {
        machine.fill(machine instanceof AgentMachine ? "spool" : "");
        world.time().after(random.nextLong(10 * SECOND), machine::empty);
    }

    private void partition(Machine machine, boolean bothWays) {
        Machine other = machines.get(random.nextInt(machines.size()));
        boolean to = bothWays || random.nextBoolean();
        if (to) {
            world.network().cut(machine, other);
        }
        if (bothWays || !to) {
            world.network().cut(other, machine);
        }
        world.time().after(random.nextLong(20 * SECOND), world.network()::mend);
    }

    /** Guests write much for a while. */
    private void rush() {
        agents.forEach(agent -> agent.pause(random.nextLong(3_000_000L, 60_000_000L)));
    }

    private void heal() {
        world.trace().add("world", "all trouble is over");
        calm = true;
        world.network().mend();
        world.network().weather(Weather.FAIR);
        for (Machine machine : machines) {
            machine.empty();
            machine.clock().setOff(Duration.ZERO);
            if (machine.up()) {
                machine.run().faults().disarm();
            }
        }
        targets.forEach(TargetMachine::confirmClock);
        world.runFor(5 * SECOND);
        agents.forEach(AgentMachine::quiet);
    }

    private void settle() {
        String unsettled = "";
        for (int i = 0; i < 200; i++) {
            world.runFor(2 * SECOND);
            unsettled = agents.stream().map(AgentMachine::unsettled).filter(why -> !why.isEmpty()).findFirst()
                    .orElse("");
            if (unsettled.isEmpty()) {
                return;
            }
        }
        throw new Broken("it never came to rest: " + unsettled);
    }

    private void audit() {
        for (AgentMachine agent : agents) {
            agent.gateway().target().attempt("last audit", () -> lastAudit(agent));
        }
        world.runFor(SECOND);
        if (audited < agents.size()) {
            throw new Broken("only " + audited + " of " + agents.size() + " machines' disks could be looked at");
        }
    }

    /** Nothing fails any more: what cannot be read now is lost. */
    private void lastAudit(AgentMachine agent) {
        try {
            audit(agent);
        } catch (IOException e) {
            throw new Broken("what was kept of " + agent.name() + " cannot be read: " + e);
        }
        audited++;
    }

    private void audit(AgentMachine agent) throws IOException {
        TargetMachine target = agent.gateway().target();
        var audits = new ArrayList<Audit>();
        for (GuestDisk disk : agent.disks()) {
            var audit = new Audit(disk, target.replica(disk), random, world.trace());
            audit.point(target.replica(disk).journal().durableSequence());
            audit.points(2);
            audit.turns();
            audits.add(audit);
            if (!target.replica(disk).findings().isEmpty()) {
                throw new Broken(disk.name() + ": " + target.replica(disk).findings());
            }
        }
        agent.group().audit(audits, world.trace());
    }
}
