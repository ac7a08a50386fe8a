package secondsite.api.recovery;

/** Why a machine is brought up elsewhere. */
public enum FailoverKind {
    /** To see whether it would work: replication goes on, and everything is removed afterwards. */
    TEST,
    /** Its source is shut down first, so that nothing is lost. */
    PLANNED,
    /** Its source is lost, or given up. */
    UNPLANNED
}
