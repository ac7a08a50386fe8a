package secondsite.server.configuration.recovery;

import secondsite.api.machine.AgentReport;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;

/** The power switch of a machine that is to be failed over. */
interface SourceSwitch {

    AgentReport.Power power() throws JobFailure;

    /** Presses the power button; done when it was pressed. */
    Step ask() throws JobFailure;

    /** Turns it off; done when it is off. */
    Step forceOff() throws JobFailure;

    /** The next order is another one. */
    void again();
}
