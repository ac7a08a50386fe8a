package secondsite.app.infrastructure.agents;

import secondsite.api.installation.TargetMachine;

/**
 * A machine as somebody wrote it.
 *
 * @param text    as it stands there
 * @param machine null when the text is none
 * @param remark  what is wrong with it, or to know of it, for people; empty for nothing
 */
record TargetLine(String text, TargetMachine machine, Kind kind, String remark) {

    /** What becomes of it. */
    enum Kind {
        /** Gets an agent. */
        TAKEN,
        /** Stands there twice. */
        TWICE,
        /** Has an agent already. */
        KNOWN,
        /** Is no machine. */
        WRONG
    }
}
