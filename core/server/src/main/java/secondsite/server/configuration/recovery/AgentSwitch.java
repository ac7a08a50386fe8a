package secondsite.server.configuration.recovery;

import java.util.List;
import java.util.Optional;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentReport;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.AgentTasks;
import secondsite.server.configuration.protection.ProtectedMachine;

/** Of a machine whose agent has its power switch. */
final class AgentSwitch implements SourceSwitch {

    private final LiveReports reports;
    private final AgentTasks tasks;
    private final ProtectedMachine machine;
    private final JobContext job;

    AgentSwitch(LiveReports reports, AgentTasks tasks, ProtectedMachine machine, JobContext job) {
        this.reports = reports;
        this.tasks = tasks;
        this.machine = machine;
        this.job = job;
    }

    @Override
    public AgentReport.Power power() throws JobFailure {
        AgentReport report = reports.agent(machine.agent()).orElseThrow(() -> JobFailure
                .recoverable(ErrorCode.AGENT_SILENT, machine.agent() + " has not reported since this server started"));
        return Optional.ofNullable(report.power()).orElseThrow(() -> JobFailure.forGood(
                ErrorCode.SOURCE_POWER_UNKNOWN, "the agent " + machine.agent() + " cannot turn its machine off"));
    }

    @Override
    public Step ask() throws JobFailure {
        return tasks.step(machine, AgentOrder.Verb.SHUT_DOWN, List.of(), null, job);
    }

    @Override
    public Step forceOff() throws JobFailure {
        return tasks.step(machine, AgentOrder.Verb.FORCE_OFF, List.of(), null, job);
    }

    @Override
    public void again() {
        tasks.again(AgentOrder.Verb.SHUT_DOWN, job);
        tasks.again(AgentOrder.Verb.FORCE_OFF, job);
    }
}
