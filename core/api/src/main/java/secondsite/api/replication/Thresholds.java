package secondsite.api.replication;

/**
 * From where on something is not well. Percent, minutes, days.
 *
 * @param rpoWarningPercent       of the recovery point objective that a policy allows; above all of it is critical
 * @param spoolWarningPercent     of what may wait in a disk's spool; all of it is critical
 * @param missedReports           so many reports that did not come make what was told before unsure
 * @param silentMinutes           without a report from a program are critical
 * @param skewSeconds             by which a clock may differ
 * @param churnBytesPerSecond     that a machine may write, on average over minutes
 * @param busyWarningPercent      of a server's processors or memory
 * @param busyCriticalPercent     of a server's processors or memory
 * @param freeWarningPercent      left of a server's store
 * @param freeCriticalPercent     left of a server's store
 * @param fullPercent             left of a server's store: as good as nothing
 * @param cacheWarningPercent     of the room that a process server's caches could have
 * @param cacheCriticalPercent    of the room that a process server's caches could have
 * @param certificateWarningDays  until a program's certificate ends
 * @param certificateCriticalDays until a program's certificate ends
 */
public record Thresholds(int rpoWarningPercent, int spoolWarningPercent, int missedReports, int silentMinutes,
        int skewSeconds, long churnBytesPerSecond, int busyWarningPercent, int busyCriticalPercent,
        int freeWarningPercent, int freeCriticalPercent, int fullPercent, int cacheWarningPercent,
        int cacheCriticalPercent, int certificateWarningDays, int certificateCriticalDays) {

    public static final Thresholds DEFAULTS = new Thresholds(80, 50, 2, 15, 60, 50L << 20, 80, 95, 30, 25, 5, 50, 80,
            30, 7);
}
