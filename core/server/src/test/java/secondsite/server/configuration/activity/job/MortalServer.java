package secondsite.server.configuration.activity.job;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import secondsite.api.activity.JobState;
import secondsite.server.configuration.store.JobStore;

/**
 * A program that does one job of {@link LedgerType}, to be killed. It says {@code AT POINT} and waits for its death at the first point
 * that is not among its arguments; {@code OVER STATE} when the job is over.
 */
final class MortalServer {

    private MortalServer() {}

    /** @param arguments folder, whether the job is to fail, points to pass */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> passed = Arrays.asList(arguments).subList(2, arguments.length);
        var type = new LedgerType(folder.resolve("ledger"), Boolean.parseBoolean(arguments[1]), point -> {
            if (!passed.contains(point)) {
                System.out.println("AT " + point);
                System.out.flush();
                while (true) {
                    LockSupport.park();
                }
            }
        });
        try (var world = new JobWorld(folder, Executors.newVirtualThreadPerTaskExecutor(), type)) {
            if (world.jobs.page(new JobStore.Filter(List.of(), null, null), Long.MAX_VALUE, 1).total() == 0) {
                world.add(LedgerType.WORD, "machine");
            }
            world.runner.start();
            JobState state = world.job(1).state();
            while (!state.over()) {
                Thread.sleep(20);
                state = world.job(1).state();
            }
            System.out.println("OVER " + state);
        }
    }
}
