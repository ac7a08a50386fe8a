package secondsite.drill.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import secondsite.drill.tools.Patience;

/** Waits until the second site has all that machines have written, as the configuration server knows it. */
final class Settling {

    /** How it went. @param resynchronized machines that did not go on where they were */
    record Settled(double seconds, Set<String> resynchronized) {}

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long LOOK_MILLIS = 100;
    /** One may have been under way; the next was made later. */
    private static final int NEW_REPORTS = 2;

    private final Administrator administrator;
    private final List<String> machines;

    Settling(Administrator administrator, List<String> machines) {
        this.administrator = administrator;
        this.machines = machines;
    }

    Settled settle() {
        long begun = System.nanoTime();
        Set<String> resynchronized = new HashSet<>();
        machines.forEach(machine -> settle(machine, resynchronized));
        return new Settled((System.nanoTime() - begun) * 1e-9, resynchronized);
    }

    private void settle(String machine, Set<String> resynchronized) {
        Instant[] last = {administrator.lastSeen(machine)};
        int[] reports = {0};
        Patience.until("the second site has all of " + machine, LONGEST, () -> {
            Instant seen = administrator.lastSeen(machine);
            reports[0] += seen.equals(last[0]) ? 0 : 1;
            last[0] = seen;
            MachineState state = administrator.state(machine);
            if (state.resynchronizes()) {
                resynchronized.add(machine);
            }
            boolean settled = reports[0] >= NEW_REPORTS && state.settled();
            Patience.pause(settled ? 0 : LOOK_MILLIS);
            return settled;
        });
    }
}
