package secondsite.api.security;

/** The passphrase from now on. It is not told again. */
public record NewPassphrase(String passphrase) {}
