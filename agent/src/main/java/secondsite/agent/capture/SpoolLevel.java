package secondsite.agent.capture;

/**
 * How full a spool is. Bytes.
 *
 * @param limitBytes what it may hold now: less than was set where its file system is nearly full
 * @param warning    above half of its limit
 */
public record SpoolLevel(long bytes, long limitBytes, boolean warning) {}
