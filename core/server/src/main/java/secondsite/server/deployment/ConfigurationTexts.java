package secondsite.server.deployment;

import java.util.stream.Collectors;
import secondsite.server.deployment.DeploymentPlan.Agent;
import secondsite.server.deployment.DeploymentPlan.PlannedDisk;
import secondsite.server.deployment.DeploymentPlan.Server;
import secondsite.server.settings.Size;

/** The configuration files of a deployment, as a person would write them: what differs from the defaults, and where the rest is told. */
final class ConfigurationTexts {

    private static final String HEAD = """
            # %s
            # Every other field, with what holds when it is left out, is in the program's defaults/%s.

            """;

    private final DeploymentPlan plan;

    ConfigurationTexts(DeploymentPlan plan) {
        this.plan = plan;
    }

    String processServer(Server server) {
        return HEAD.formatted("Process server " + server.name(), "server.yaml") + "roles: [process-server]\n\n"
                + processServerRole(server, "");
    }

    String masterTarget(Server server) {
        return HEAD.formatted("Master target " + server.name(), "server.yaml") + "roles: [master-target]\n\n"
                + masterTargetRole(server, "");
    }

    String both(Server process, Server target) {
        return HEAD.formatted(
                "Process server " + process.name() + " and master target " + target.name() + " in one program",
                "server.yaml") + "roles: [process-server, master-target]\n\n"
                + processServerRole(process, DeploymentFiles.PROCESS_SERVERS + "/" + process.name() + "/") + "\n"
                + masterTargetRole(target, DeploymentFiles.MASTER_TARGETS + "/" + target.name() + "/");
    }

    private String processServerRole(Server server, String folder) {
        return "processServer:\n" + identity(server, folder) + """
                  cache:
                    directory: %scache
                  disks:%s
                """.formatted(folder, plan.disks().stream()
                .filter(disk -> plan.agent(disk.agent()).processServer().equals(server.name())).map(this::pair)
                .collect(Collectors.collectingAndThen(Collectors.joining(), ConfigurationTexts::orNone)));
    }

    private String pair(PlannedDisk disk) {
        return entry("    ", "id: " + disk.id(), "agent: " + disk.agent(), "size: " + new Size(disk.size()),
                "target: " + plan.masterTarget(disk.target()).address().url());
    }

    private static String entry(String indent, String... lines) {
        return "\n" + indent + "- " + String.join("\n" + indent + "  ", lines);
    }

    private String masterTargetRole(Server server, String folder) {
        return "masterTarget:\n" + identity(server, folder) + """
                  replicas:
                    directory: %1$sreplicas
                  exports:
                    directory: %1$sexports
                  extractions:
                    directory: %1$sextractions
                  disks:%2$s
                """.formatted(folder, plan.disks().stream().filter(disk -> disk.target().equals(server.name()))
                .map(this::kept)
                .collect(Collectors.collectingAndThen(Collectors.joining(), ConfigurationTexts::orNone)));
    }

    private String kept(PlannedDisk disk) {
        return entry("    ", "id: " + disk.id(), "machine: " + disk.agent(), "name: " + disk.name(),
                "size: " + new Size(disk.size()), "processServer: " + plan.agent(disk.agent()).processServer());
    }

    private static String identity(Server server, String folder) {
        return """
                  id: %2$s
                  certificate: %1$scertificate.pem
                  key: %1$skey.pem
                  authority: %1$sauthority.pem
                  listen:
                    host: "%3$s"
                    port: %4$d
                """.formatted(folder, server.name(), server.address().host(), server.address().port());
    }

    private static String orNone(String entries) {
        return entries.isEmpty() ? " []" : entries;
    }

    String agent(Agent agent) {
        return HEAD.formatted("Agent " + agent.name(), "agent.yaml") + """
                agent:
                  id: %s
                  certificate: certificate.pem
                  key: key.pem
                  authority: authority.pem

                processServer:
                  url: %s

                spool:
                  directory: spool

                control: control.sock

                disks:%s
                """.formatted(agent.name(), plan.processServer(agent.processServer()).address().url(),
                plan.disks().stream().filter(disk -> disk.agent().equals(agent.name()))
                        .map(ConfigurationTexts::agentDisk)
                        .collect(Collectors.collectingAndThen(Collectors.joining(), ConfigurationTexts::orNone)));
    }

    private static String agentDisk(PlannedDisk disk) {
        String file = disk.file().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return entry("  ", "id: " + disk.id(), "name: " + disk.name(), "file: \"" + file + "\"",
                "size: " + new Size(disk.size()), "nbd:", "  unix: " + disk.name() + ".sock");
    }
}
