package secondsite.app.infrastructure.agents;

import secondsite.api.installation.Installation;
import secondsite.api.installation.TargetMachine;

/**
 * A machine that is looked at before anything is done there.
 *
 * @param machine with the key that somebody confirmed
 * @param told    what was found; null before anything is told
 * @param out     whether it was left out
 * @param verdict what it comes to
 * @param why     why nothing can be done there, or what to know, in a line; empty for nothing
 */
record CheckedMachine(TargetMachine machine, Installation told, boolean out, Verdict verdict, String why) {

    /** What it comes to. */
    enum Verdict {
        /** Not all is looked at. */
        WAITING, GOOD,
        /** One can go on, and should know something. */
        WARNING, FAILED
    }

    /** By which it is told from others. */
    String subject() {
        return TargetText.subject(machine);
    }
}
