package secondsite.api.point;

/**
 * Asks to keep a point until the pin is taken away.
 *
 * @param at    a sequence, a time in ISO 8601, or {@code latest}
 * @param label for people; 1 to 200 characters
 * @param who   asks; 1 to 200 characters
 */
public record PinRequest(String at, String label, String who) {}
