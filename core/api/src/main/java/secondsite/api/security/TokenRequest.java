package secondsite.api.security;

/**
 * Asks for a token with which one program may join, once.
 *
 * @param kind    of the program
 * @param name    that the program must have; null for any
 * @param minutes how long it may be used; at most a week
 */
public record TokenRequest(String kind, String name, int minutes) {}
