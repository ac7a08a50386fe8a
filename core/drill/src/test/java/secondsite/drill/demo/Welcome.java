package secondsite.drill.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server shows at its first start, once.
 *
 * @param passphrase by which programs join
 * @param authority  fingerprint by which the deployment is known
 * @param password   of the first administrator
 */
record Welcome(String passphrase, String authority, String password) {

    /** Name of the first administrator. */
    static final String USER = "admin";

    private static final Pattern PASSPHRASE = Pattern.compile("passphrase +([0-9A-Z-]{35})");
    private static final Pattern AUTHORITY = Pattern.compile("authority +(sha256:[0-9a-f]{64})");
    private static final Pattern PASSWORD = Pattern.compile("password +(\\S+)");
    private static final String READY = "ready";

    /** Empty while the server has not said all of it and that it is ready. */
    static Optional<Welcome> in(String log) {
        Matcher passphrase = PASSPHRASE.matcher(log);
        Matcher authority = AUTHORITY.matcher(log);
        Matcher password = PASSWORD.matcher(log);
        return log.contains(READY) && passphrase.find() && authority.find() && password.find()
                ? Optional.of(new Welcome(passphrase.group(1), authority.group(1), password.group(1)))
                : Optional.empty();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Welcome[" + authority + "]";
    }
}
