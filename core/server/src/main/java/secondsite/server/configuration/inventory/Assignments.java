package secondsite.server.configuration.inventory;

import secondsite.api.machine.AgentAssignment;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.ProcessServerAssignment;

/** What each program is to do now. Asked with every report, so an answer must come from memory. */
public interface Assignments {

    AgentAssignment agent(String name);

    ProcessServerAssignment processServer(String name);

    MasterTargetAssignment masterTarget(String name);
}
