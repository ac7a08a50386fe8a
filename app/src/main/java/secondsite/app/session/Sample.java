package secondsite.app.session;

import java.time.Instant;

/**
 * How the deployment was at a moment, as this console saw it.
 *
 * @param worstRpoSeconds  NaN when it was not known
 * @param writtenPerSecond bytes
 * @param sentPerSecond    bytes
 */
public record Sample(Instant time, double worstRpoSeconds, long writtenPerSecond, long sentPerSecond) {}
