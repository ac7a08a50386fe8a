package secondsite.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import secondsite.agent.control.Order;

/** Orders a checkpoint. */
@Command(name = "checkpoint", description = "Makes disks and spools durable now, so that a restart has little to replay.", mixinStandardHelpOptions = true)
final class CheckpointCommand implements Callable<Integer> {

    @Mixin
    private ControlOptions options;

    @Override
    public Integer call() throws Exception {
        options.client().give(Order.of(Order.Verb.CHECKPOINT, options.disks()));
        return 0;
    }
}
