package secondsite.api.host;

/**
 * Asks for a kept export.
 *
 * @param at    a sequence, a time in ISO 8601, or {@code latest}
 * @param label for people; 1 to 200 characters
 */
public record KeptExportRequest(String at, String label) {}
