package secondsite.server.target;

import java.util.Optional;

/**
 * What a run of retention did.
 *
 * @param frozen    why nothing may expire now, and what a person should do; empty when it may
 * @param oldest    the oldest recoverable sequence now, once the initial copy is over
 * @param freed     bytes given back
 * @param alarm     the journal is longer than the policy expects; empty when it is not
 */
public record RetentionReport(Optional<String> frozen, long oldest, long freed, Optional<String> alarm) {}
