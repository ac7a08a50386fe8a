package secondsite.app.infrastructure.agents;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import secondsite.api.Contact;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.site.ServerSummary;
import secondsite.app.session.FabricatedDeployment;

/** What a server would tell of agents that it installs: nobody did. */
final class FabricatedInstallations {

    static final UUID BATCH = new UUID(9, 1);
    static final String KEY = "SHA256:" + "k".repeat(43);
    static final List<AgentPackage> PACKAGES = List.of(
            new AgentPackage("secondsite-agent_1.10_amd64.deb", "1.10", AgentPackage.Kind.DEB, "x86_64", 80 << 20, ""),
            new AgentPackage("secondsite-agent-1.10.x86_64.rpm", "1.10", AgentPackage.Kind.RPM, "x86_64", 80 << 20,
                    ""),
            new AgentPackage("secondsite-agent_1.9_amd64.deb", "1.9", AgentPackage.Kind.DEB, "x86_64", 80 << 20, ""));

    private FabricatedInstallations() {}

    static ServerSummary processServer() {
        return new ServerSummary("process-server", "ps-fra-1", URI.create("https://ps-fra-1.example.net:9443"), "1",
                null,
                FabricatedDeployment.NOW, FabricatedDeployment.NOW, Contact.HEARD, 0L, null, 0, null);
    }

    /** All is well, but what is named. */
    static List<PreflightCheck> checks(PreflightCheck... other) {
        List<PreflightCheck> all = new ArrayList<>();
        boolean stopped = false;
        for (Name name : Name.values()) {
            PreflightCheck check = PreflightCheck.passed(name, "");
            for (PreflightCheck each : other) {
                if (each.name() == name) {
                    check = each;
                }
            }
            all.add(stopped ? PreflightCheck.skipped(name) : check);
            stopped |= check.outcome() == PreflightCheck.Outcome.FAILED && name.compareTo(Name.LOCK) < 0;
        }
        return all;
    }

    static Installation one(InstallationAction action, int number, String address, String agent, JobState state,
            List<PreflightCheck> checks) {
        ReportedProblem problem = state != JobState.FAILED
                ? null
                : checks.stream().filter(check -> check.outcome() == PreflightCheck.Outcome.FAILED).findFirst()
                        .map(check -> new ReportedProblem(check.code(), check.detail()))
                        .orElse(new ReportedProblem(ErrorCode.AGENT_NOT_HEARD, "nothing was heard for 3 minutes"));
        return new Installation(new UUID(8, number), BATCH, action, address, 22, agent, "ps-fra-1", 900 + number,
                "a.weber", FabricatedDeployment.NOW, state.over() ? FabricatedDeployment.NOW : null, state,
                action == InstallationAction.PREFLIGHT ? "preflight" : "copy-package",
                state == JobState.RUNNING ? new Job.Progress(37, 80, 0, null, null) : null, KEY,
                "Debian GNU/Linux 12 (bookworm), x86_64", null,
                action == InstallationAction.INSTALL && state == JobState.DONE ? "1.9" : null, checks, problem);
    }

    /** The agent that was found, and the one that is there now. */
    static Installation between(Installation one, String before, String now) {
        return new Installation(one.id(), one.batch(), one.action(), one.address(), one.port(), one.name(),
                one.processServer(), one.job(), one.who(), one.begun(), one.ended(), one.state(), one.task(),
                one.progress(), one.hostKey(), one.system(), before, now, one.checks(), one.problem());
    }
}
