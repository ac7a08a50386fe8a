package secondsite.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** Says in words what kind of value a field takes. */
final class Needed {

    private Needed() {}

    static String by(Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants())
                    .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", "));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list (- one, - another)";
        }
        return type == int.class || type == long.class
                ? "a whole number"
                : type == UUID.class
                        ? "an id like 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10"
                        : type == URI.class
                                ? "an address like https://keeper:9443"
                                : type == Path.class
                                        ? "a path"
                                        : type == Size.class
                                                ? "a size like 512 MiB"
                                                : type == Span.class
                                                        ? "a length of time like 12 h"
                                                        : type.isRecord()
                                                                ? "a group of fields, indented below it"
                                                                : "a text";
    }
}
