package secondsite.api.security;

import java.time.Instant;

/**
 * With it one program may join, once. It is not told again.
 *
 * @param authority fingerprint of the deployment's authority, by which the program knows the server
 */
public record JoinToken(String token, Instant ends, String authority) {}
