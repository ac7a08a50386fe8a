package secondsite.agent.capture;

/**
 * How full a spool is. Bytes.
 *
 * @param warning above half of its limit
 */
public record SpoolLevel(long bytes, long limitBytes, boolean warning) {}
