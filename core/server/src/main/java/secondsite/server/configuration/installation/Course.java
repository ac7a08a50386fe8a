package secondsite.server.configuration.installation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.TargetMachine;

/**
 * What is ordered for one machine, and how far it is. Kept as it is, and holds no secret.
 *
 * @param machine      with the key that somebody gave; a null one is looked up
 * @param credential   a kept one; null when what to sign in with came with the order
 * @param version      that is wanted; null for the newest
 * @param hostKey      that the machine showed; null before
 * @param facts        of the machine; null before they are known
 * @param agentPackage that fits the machine; null before it is chosen
 * @param agent        name of its agent; null before it is known
 * @param touched      whether anything was brought or changed there
 * @param registered   whether the agent was let join
 * @param started      whether it was started: from then on nothing is taken back
 * @param now          version of the agent that is there now; null for none
 */
record Course(InstallationAction action, TargetMachine machine, String processServer, String who, UUID credential,
        String version, boolean trustNewKeys, int atOnce, String hostKey, PushStatus.Facts facts,
        List<PreflightCheck> checks, AgentPackage agentPackage, String agent, boolean touched, boolean registered,
        boolean started, String now) {

    Course {
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    /** As it begins. */
    static Course ordered(InstallationAction action, TargetMachine machine, String processServer, String who,
            UUID credential, String version, boolean trustNewKeys, int atOnce) {
        return new Course(action, machine, processServer, who, credential, version, trustNewKeys, atOnce, null, null,
                List.of(), null, machine.name(), false, false, false, null);
    }

    /** Of the agent that was found; empty for none. */
    Optional<String> before() {
        return Optional.ofNullable(facts).map(PushStatus.Facts::version);
    }

    /** Nothing is touched yet, whatever an attempt before did. */
    Course looked(String key, PushStatus.Facts found, List<PreflightCheck> all, AgentPackage chosen, String name) {
        return new Course(action, machine, processServer, who, credential, version, trustNewKeys, atOnce, key, found,
                all, chosen, name, false, false, false, found == null ? null : found.version());
    }

    Course touching() {
        return with(true, registered, started, now);
    }

    Course registering() {
        return with(touched, true, started, now);
    }

    Course running() {
        return with(touched, registered, true, now);
    }

    Course holding(String present) {
        return with(touched, registered, started, present);
    }

    private Course with(boolean isTouched, boolean isRegistered, boolean isStarted, String present) {
        return new Course(action, machine, processServer, who, credential, version, trustNewKeys, atOnce, hostKey,
                facts, checks, agentPackage, agent, isTouched, isRegistered, isStarted, present);
    }
}
