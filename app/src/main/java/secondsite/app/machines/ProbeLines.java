package secondsite.app.machines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import secondsite.api.host.Probe;

/**
 * Probes as people write them, one on each line: {@code tcp 22}, {@code http 80 /health 200 text}, {@code console login:},
 * {@code script NAME ARGUMENT ...}; how long each is asked stands in front, as {@code 120 s}.
 */
final class ProbeLines {

    private static final int SECONDS = 300;
    private static final Pattern LINE = Pattern.compile("(?:(\\d{1,4})\\s*s\\s+)?(tcp|http|console|script)\\s+(.*)");

    private ProbeLines() {}

    static String write(List<Probe> probes) {
        return probes.stream().map(ProbeLines::write).collect(Collectors.joining("\n"));
    }

    private static String write(Probe probe) {
        String said = switch (probe) {
            case Probe.Tcp tcp -> "tcp " + tcp.port();
            case Probe.Http http -> ("http " + http.port() + " " + http.path() + " " + http.status() + " "
                    + http.contains()).strip();
            case Probe.Console console -> "console " + console.text();
            case Probe.Script script -> ("script " + script.program() + " " + String.join(" ", script.arguments()))
                    .strip();
        };
        return probe.seconds() + " s " + said;
    }

    /** @return empty when a line cannot be understood */
    static Optional<List<Probe>> read(String text) {
        List<Probe> probes = new ArrayList<>();
        for (String line : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            try {
                probes.add(probe(line));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        return Optional.of(probes);
    }

    private static Probe probe(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        int seconds = parts.group(1) == null ? SECONDS : Integer.parseInt(parts.group(1));
        String rest = parts.group(3).strip();
        return switch (parts.group(2)) {
            case "tcp" -> new Probe.Tcp(Integer.parseInt(rest), seconds);
            case "console" -> new Probe.Console(rest, seconds);
            case "script" -> script(List.of(rest.split("\\s+")), seconds);
            default -> http(rest.split("\\s+", 4), seconds);
        };
    }

    private static Probe script(List<String> words, int seconds) {
        return new Probe.Script(words.getFirst(), words.subList(1, words.size()), seconds);
    }

    private static Probe http(String[] words, int seconds) {
        if (words.length < 3) {
            throw new IllegalArgumentException(Arrays.toString(words));
        }
        return new Probe.Http(Integer.parseInt(words[0]), words[1], Integer.parseInt(words[2]),
                words.length == 4 ? words[3] : "", seconds);
    }
}
