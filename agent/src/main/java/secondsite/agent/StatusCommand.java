package secondsite.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.control.AgentStatus.DiskStatus;
import secondsite.agent.control.Order;
import secondsite.api.Json;

/** Shows how a running agent and its disks stand. */
@Command(name = "status", description = "Shows how a running agent and its disks stand: who tells it what to do, when it heard of that last, and what is done with each disk.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private ControlOptions options;

    @Option(names = "--json", description = "Everything, as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonNode told = options.client().give(Order.of(Order.Verb.STATUS, options.disks()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(told.toPrettyString());
        } else {
            AgentStatus status = Json.read(Json.write(told), AgentStatus.class);
            show(out, status);
            status.disks().forEach(disk -> show(out, disk));
        }
        return 0;
    }

    private static void show(PrintWriter out, AgentStatus status) {
        AgentStatus.Management told = status.management();
        if (told == null) {
            out.printf("agent %s, told by its own file%n", status.agent());
            return;
        }
        out.printf("agent %s, told by %s%n", status.agent(), told.server());
        out.printf("  contact     %s%s%n", told.lastContact() == null ? "none since the start" : told.lastContact(),
                told.problem() == null ? "" : "; now: " + told.problem());
        if (told.lastContact() == null && told.assignment() != null) {
            out.println("  unasked     whether disks were failed over while this agent was away is not known");
        }
        out.printf("  assignment  %s%n", told.assignment() == null ? "none yet" : told.assignment());
    }

    private static void show(PrintWriter out, DiskStatus disk) {
        out.printf("%s  %s, %s%n", disk.name(), Sizes.of(disk.size()), disk.id());
        out.printf("  state     %s%s%n", disk.state(), disk.reason() == null ? "" : ": " + disk.reason());
        out.printf("  spool     %s of %s%s%n", Sizes.of(disk.spool().bytes()), Sizes.of(disk.spool().limit()),
                disk.spool().warning() ? "  (more than half)" : "");
        if (disk.shipping() != null) {
            show(out, disk.shipping());
        }
        if (disk.job() != null) {
            show(out, disk.job());
        }
        disk.problems().forEach(problem -> out.printf("  problem   %s%n", problem));
    }

    private static void show(PrintWriter out, AgentStatus.Shipping shipping) {
        out.printf("  shipping  %s, %d records (%s) waiting, %s/s, %.1f s behind%n", shipping.state(),
                shipping.recordsWaiting(), Sizes.of(shipping.bytesWaiting()), Sizes.of(shipping.bytesPerSecond()),
                shipping.lagSeconds());
    }

    private static void show(PrintWriter out, AgentStatus.Job job) {
        out.printf("  job       %s %s: %s of %s, %s sent, %s/s%s%s%s%n", job.kind(), job.state(),
                Sizes.of(job.doneBytes()), Sizes.of(job.totalBytes()), Sizes.of(job.sentBytes()),
                Sizes.of(job.bytesPerSecond()),
                job.secondsLeft() == null ? "" : ", " + Sizes.duration(job.secondsLeft()) + " left",
                job.waiting() == null ? "" : ", " + job.waiting(), job.problem() == null ? "" : ", " + job.problem());
    }
}
