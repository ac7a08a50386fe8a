package secondsite.api.host;

/** copying → done, or failed, or cancelled. */
public enum MoveState {
    COPYING,
    /** The machine uses the new place alone. */
    DONE,
    /** It uses the old place alone. */
    FAILED,
    /** By order; it uses the old place alone. */
    CANCELLED
}
