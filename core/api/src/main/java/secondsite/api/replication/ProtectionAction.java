package secondsite.api.replication;

/** What a person may want done with a machine. */
public enum ProtectionAction {
    ENABLE, PAUSE, RESUME, RESYNC, VERIFY, ADD_DISK, REMOVE_DISK, MOVE, SET_POLICY, BOOKMARK, APP_POINT, DISABLE, TEST_FAILOVER, PLANNED_FAILOVER, UNPLANNED_FAILOVER, CHANGE_POINT, COMMIT, CANCEL_FAILOVER, REVERSE
}
