package secondsite.api.activity;

import java.time.Instant;

/**
 * A line of a job's log.
 *
 * @param number rises within the job
 */
public record JobLine(long number, Instant time, String text) {}
