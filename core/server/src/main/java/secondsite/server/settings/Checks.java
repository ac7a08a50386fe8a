package secondsite.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Checks of single settings; what is wrong is said with the name of the field. */
final class Checks {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final List<String> ALL_ADDRESSES = List.of("0.0.0.0", "::", "[::]");

    private Checks() {}

    static <T> T given(String field, T value) {
        if (value == null || value instanceof String text && text.isBlank()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value;
    }

    static void id(String field, String value) {
        if (!ID.matcher(given(field, value)).matches()) {
            throw new IllegalArgumentException("'" + field + "' is '" + value
                    + "'; possible are letters, digits, '.', '_' and '-', at most 63");
        }
    }

    static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "'" + field + "' is " + value + "; " + least + " to " + most + " are possible");
        }
    }

    static void atLeast(String field, Size value, long least) {
        if (given(field, value).bytes() < least) {
            throw new IllegalArgumentException(
                    "'" + field + "' is " + value + "; at least " + new Size(least) + " is needed");
        }
    }

    /** An address, or none. */
    static void https(String field, URI value) {
        if (value != null && (!"https".equals(value.getScheme()) || value.getHost() == null)) {
            throw new IllegalArgumentException(
                    "'" + field + "' is '" + value + "'; write for instance https://keeper:9443");
        }
    }

    /** Who reports, reports where it is reached. */
    static void reached(Listen listen, URI address, URI reportTo) {
        https("address", address);
        https("reportTo", reportTo);
        if (reportTo != null && address == null && ALL_ADDRESSES.contains(listen.host())) {
            throw new IllegalArgumentException("'address' is missing; this server listens on " + listen.host()
                    + ", and others have to be told where they reach it");
        }
    }

    /** All three files, or none. */
    static void identity(Path certificate, Path key, Path authority) {
        if (certificate != null || key != null || authority != null) {
            given("certificate", certificate);
            given("key", key);
            given("authority", authority);
        }
    }

    static <T> List<T> distinct(String field, List<T> values, Function<T, ?> by) {
        var seen = new HashSet<Object>();
        for (T value : given(field, (Collection<T>) values)) {
            if (!seen.add(by.apply(value))) {
                throw new IllegalArgumentException("'" + field + "' names " + by.apply(value) + " twice");
            }
        }
        return List.copyOf(values);
    }
}
