package secondsite.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.agent.control.MarkResult;
import secondsite.agent.control.Order;
import secondsite.api.Json;

/** Places a mark on disks, at the same moment on all of them. */
@Command(name = "mark", description = "Places a mark on disks, at the same moment on all of them: a recovery point.", mixinStandardHelpOptions = true)
final class MarkCommand implements Callable<Integer> {

    @Mixin
    private ControlOptions options;

    @Option(names = "--kind", defaultValue = "bookmark", description = "crash, app, group or bookmark (default).")
    private String kind;

    @Option(names = "--label", paramLabel = "TEXT", description = "What it is, for people.")
    private String label;

    @Option(names = "--id", paramLabel = "UUID", description = "Default: a new one.")
    private UUID id;

    @Option(names = "--json", description = "The result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonNode told = options.client().give(new Order(Order.Verb.MARK, options.disks(), kind, id, label));
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(told.toPrettyString());
        } else {
            MarkResult result = Json.read(Json.write(told), MarkResult.class);
            out.println("mark " + result.id());
            result.sequences().forEach((disk, sequence) -> out.println("  " + disk + " record " + sequence));
        }
        return 0;
    }
}
