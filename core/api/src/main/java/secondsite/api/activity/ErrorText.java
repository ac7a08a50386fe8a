package secondsite.api.activity;

/**
 * What is said of a code, in one language.
 *
 * @param code    of an {@link ErrorCode}, or of a {@link secondsite.api.ProblemCode}
 * @param message what happened
 * @param cause   what is likely behind it
 * @param action  what to do
 */
public record ErrorText(String code, String message, String cause, String action) {}
