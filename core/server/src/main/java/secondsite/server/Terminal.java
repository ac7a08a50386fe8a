package secondsite.server;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import secondsite.server.administration.Person;
import secondsite.server.administration.Surroundings;

/** The terminal that the program was started in, if there is one. */
final class Terminal implements Person {

    private static final String SESSION = "SECONDSITE_SESSION";
    private static final String CONFIGURATION = "XDG_CONFIG_HOME";

    private final Console console;

    private Terminal(Console console) {
        this.console = console;
    }

    /** What the administrator's verbs run in. */
    static Surroundings surroundings(Map<String, String> environment) {
        Console found = System.console();
        return new Surroundings(session(environment, System.getProperty("user.home")), ZoneId.systemDefault(),
                InstantSource.system(), new Terminal(found != null && found.isTerminal() ? found : null));
    }

    /** Where the session is kept. A relative {@code XDG_CONFIG_HOME} does not count, as its specification has it. */
    static Path session(Map<String, String> environment, String home) {
        String own = environment.getOrDefault(SESSION, "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        Path configuration = Path.of(environment.getOrDefault(CONFIGURATION, ""));
        return (configuration.isAbsolute() ? configuration : Path.of(home, ".config")).resolve("secondsite")
                .resolve("session.json");
    }

    @Override
    public boolean present() {
        return console != null;
    }

    @Override
    public String answer(String question) throws IOException {
        return typed(there().readLine("%s", question));
    }

    @Override
    public String secret(String question) throws IOException {
        char[] secret = there().readPassword("%s", question);
        return typed(secret == null ? null : new String(secret));
    }

    private Console there() throws IOException {
        if (console == null) {
            throw new IOException("there is no terminal to ask at: say it with an option, see --help");
        }
        return console;
    }

    private static String typed(String line) throws IOException {
        if (line == null) {
            throw new IOException("nothing was typed; nothing was done");
        }
        return line;
    }
}
