package secondsite.app.help;

/** The words of the field that the console uses, in the order in which one needs them. */
enum Term {
    RPO, RTO, RECOVERY_POINT, CRASH_CONSISTENT, APP_CONSISTENT, BOOKMARK, PIN, POLICY, AGENT, PROCESS_SERVER, MASTER_TARGET, CONFIGURATION_SERVER, REPLICATION_GROUP, INITIAL_COPY, RESYNC, TEST_FAILOVER, CLEAN_UP, PLANNED_FAILOVER, UNPLANNED_FAILOVER, COMMIT, CHANGE_POINT, ROLL_BACK, REVERSE, FAILBACK, MIGRATION, PLAN, NETWORK_MAPPING, PROBE, FINGERPRINT;

    String nameKey() {
        return "help.term." + name() + ".name";
    }

    String textKey() {
        return "help.term." + name() + ".text";
    }
}
