package secondsite.drill.scale;

import java.util.Locale;

/**
 * What simulated agents have seen since they were told to begin anew. Milliseconds from the first byte of a connection to the last of the
 * answer.
 *
 * @param reports    that were answered
 * @param failures   reports that were not
 * @param agents     how many agents had an answer
 * @param silent     how many were never answered since they started
 * @param late       reports that took longer than {@value #LATE_MILLIS} ms
 * @param cpuSeconds of the whole process since it started
 * @param lastError  newest reason of a failure; empty when there was none
 */
public record Figures(long reports, long failures, int agents, int silent, long late, double p50, double p99,
        double most, double cpuSeconds, String lastError) {

    static final long LATE_MILLIS = 500;

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d reports, %d of them after more than %d ms, p50 %.1f, p99 %.1f, most %.0f ms,"
                        + " %d failures%s",
                reports, late, LATE_MILLIS, p50, p99, most, failures,
                failures == 0 ? "" : ", the last: " + lastError);
    }
}
