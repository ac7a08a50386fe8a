package secondsite.api.host;

/**
 * What a probe found when it was asked once.
 *
 * @param passed   whether the machine works
 * @param evidence what was seen, for people
 */
public record ProbeAnswer(boolean passed, String evidence) {}
