package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A question to a running machine, asked by its host: whether it works. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Probe.Console.class, name = "console"),
        @JsonSubTypes.Type(value = Probe.Tcp.class, name = "tcp"),
        @JsonSubTypes.Type(value = Probe.Http.class, name = "http"),
        @JsonSubTypes.Type(value = Probe.Script.class, name = "script")})
public sealed interface Probe {

    int LONGEST_TEXT = 200;
    int MOST_SECONDS = 3600;

    /** How long it is asked again before the answer is no. 1 to {@value #MOST_SECONDS} */
    int seconds();

    /** It says this text on its first serial port. */
    record Console(String text, int seconds) implements Probe {

        public Console {
            Checks.text("text", text, 1, LONGEST_TEXT);
            Checks.range("seconds", seconds, 1, MOST_SECONDS);
        }
    }

    /** It accepts a connection at this port. */
    record Tcp(int port, int seconds) implements Probe {

        public Tcp {
            Checks.range("port", port, 1, 65_535);
            Checks.range("seconds", seconds, 1, MOST_SECONDS);
        }
    }

    /**
     * It answers GET over plain HTTP with this status.
     *
     * @param contains a text that stands in the answer's body; empty for any
     */
    record Http(int port, String path, int status, String contains, int seconds) implements Probe {

        public Http {
            Checks.range("port", port, 1, 65_535);
            Checks.text("path", path, 1, LONGEST_TEXT);
            Checks.hold(path.startsWith("/"), "path", "'" + path + "' does not begin with /");
            Checks.range("status", status, 100, 599);
            contains = contains == null ? "" : contains;
            Checks.text("contains", contains, 0, LONGEST_TEXT);
            Checks.range("seconds", seconds, 1, MOST_SECONDS);
        }
    }

    /**
     * A program of the host ends with 0. It is one of those in the folder that the host's administrator set up for this, and finds the
     * machine's id, name and forwarded ports in its environment.
     *
     * @param program name of its file
     */
    record Script(String program, List<String> arguments, int seconds) implements Probe {

        public Script {
            Checks.text("program", program, 1, LONGEST_TEXT);
            Checks.hold(program.matches("[A-Za-z0-9_][A-Za-z0-9._-]*"), "program",
                    "'" + program + "' is no plain name of a file");
            arguments = arguments == null ? List.of() : List.copyOf(arguments);
            Checks.range("number of arguments", arguments.size(), 0, 20);
            arguments.forEach(argument -> Checks.text("argument", argument, 0, LONGEST_TEXT));
            Checks.range("seconds", seconds, 1, MOST_SECONDS);
        }
    }
}
