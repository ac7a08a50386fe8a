package secondsite.server.configuration.recovery;

import secondsite.api.host.MachineState;
import secondsite.api.machine.AgentReport;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;

/** Of a machine that runs at a host of this deployment. */
final class HostSwitch implements SourceSwitch {

    private final CopyHosts hosts;
    private final Undertaking.Copy machine;

    HostSwitch(CopyHosts hosts, Undertaking.Copy machine) {
        this.hosts = hosts;
        this.machine = machine;
    }

    @Override
    public AgentReport.Power power() throws JobFailure {
        MachineState state = hosts.ask(machine.masterTarget(), host -> host.machine(machine.hosted())).state();
        return state == MachineState.RUNNING || state == MachineState.PAUSED || state == MachineState.STARTING
                ? AgentReport.Power.RUNNING
                : AgentReport.Power.SHUT_DOWN;
    }

    @Override
    public Step ask() throws JobFailure {
        hosts.ask(machine.masterTarget(), host -> host.askToPowerDown(machine.hosted()));
        return new Step.Done();
    }

    @Override
    public Step forceOff() throws JobFailure {
        hosts.ask(machine.masterTarget(), host -> host.forceOff(machine.hosted()));
        return new Step.Done();
    }

    @Override
    public void again() {
        // The host does again what it is told again.
    }
}
