package secondsite.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the console was started.
 *
 * @param help    whether only to say how
 * @param server  to show in the form; empty for the one that was used last
 * @param authority its fingerprint
 * @param profile the name under which the server is kept
 * @param session file of a session that {@code secondsite login} began, to go on with
 * @param folder  in which the console keeps what it remembers
 */
record Launch(boolean help, Optional<URI> server, Optional<String> authority, Optional<String> profile,
        Optional<Path> session, Optional<Path> folder) {

    static final String USAGE = """
            usage: secondsite console [OPTION ...]

            Opens the console's window.

              --server URL             the configuration server, like https://localhost:19442
              --authority FINGERPRINT  by which the server is known: sha256: and 64 digits, as it shows at its first start
              --profile NAME           under which the server is kept; or, without --server, the kept one to show first
              --session FILE           goes on with the session of "secondsite login", without asking for the password
              --folder FOLDER          where the console keeps what it remembers; ~/.config/secondsite/console without it
              --help                   says this
            """;

    /** @throws IllegalArgumentException when the words are not understood; its message is for people */
    static Launch of(List<String> words) {
        var launch = new Launch(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if ("--help".equals(word) || "-h".equals(word)) {
                return new Launch(true, launch.server, launch.authority, launch.profile, launch.session,
                        launch.folder);
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? next(words, ++i, name) : word.substring(equals + 1);
            launch = launch.with(name, value);
        }
        return launch;
    }

    private static String next(List<String> words, int place, String name) {
        if (place >= words.size()) {
            throw new IllegalArgumentException(name + " wants a value, or is not known");
        }
        return words.get(place);
    }

    private Launch with(String name, String value) {
        return switch (name) {
            case "--server" -> new Launch(help, Optional.of(URI.create(value)), authority, profile, session, folder);
            case "--authority" -> new Launch(help, server, Optional.of(value), profile, session, folder);
            case "--profile" -> new Launch(help, server, authority, Optional.of(value), session, folder);
            case "--session" -> new Launch(help, server, authority, profile, Optional.of(Path.of(value)), folder);
            case "--folder" -> new Launch(help, server, authority, profile, session, Optional.of(Path.of(value)));
            default -> throw new IllegalArgumentException(name + " is not known");
        };
    }
}
