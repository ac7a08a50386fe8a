package secondsite.api.host;

/**
 * made → starting → running ⇄ paused; from these three → shut down (by its system, or forced off) or failed; from shut down, failed and
 * made → starting.
 */
public enum MachineState {
    /** It was never started. */
    MADE,
    /** The order was given, and is not carried out yet: to be given again. */
    STARTING, RUNNING,
    /** Its processors stand still: by order, or because a disk did not answer, as the reason says. */
    PAUSED, SHUT_DOWN,
    /** It ended, but not by order nor by its system; or could not be started. */
    FAILED
}
