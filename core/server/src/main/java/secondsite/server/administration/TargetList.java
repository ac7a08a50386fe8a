package secondsite.server.administration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.installation.TargetMachine;

/** Machines as people write them: names and addresses, each with a port if need be, ranges like 10.0.0.5-20, and files of them. */
final class TargetList {

    private static final Pattern RANGE = Pattern
            .compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.)(\\d{1,3})-(\\d{1,3})(?::(\\d{1,5}))?");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([0-9a-fA-F:]+)](?::(\\d{1,5}))?|([^:]+):(\\d{1,5})");
    private static final int LAST = 255;
    private static final int WORDS = 3;

    private TargetList() {}

    static List<TargetMachine> of(List<String> words, Path file) throws IOException {
        var all = new ArrayList<TargetMachine>();
        for (String word : words) {
            all.addAll(parse(word, null, null));
        }
        if (file != null) {
            for (String line : Files.readAllLines(file)) {
                all.addAll(line(line.strip(), file));
            }
        }
        if (all.isEmpty()) {
            throw new NothingDoneException("name at least one machine, or a file of them with --list");
        }
        return all;
    }

    /** An address, then a name for its agent if wanted, then the fingerprint of its key if known. */
    private static List<TargetMachine> line(String line, Path file) throws NothingDoneException {
        if (line.isEmpty() || line.startsWith("#")) {
            return List.of();
        }
        String[] words = line.split("\\s+");
        if (words.length > WORDS) {
            throw new NothingDoneException(file + ": '" + line + "' is more than address, name and fingerprint");
        }
        boolean keyOnly = words.length == 2 && words[1].startsWith("SHA256:");
        return parse(words[0], words.length > 1 && !keyOnly ? words[1] : null,
                keyOnly ? words[1] : words.length > 2 ? words[2] : null);
    }

    static List<TargetMachine> parse(String word, String name, String key) throws NothingDoneException {
        Matcher range = RANGE.matcher(word);
        if (range.matches()) {
            if (name != null || key != null) {
                throw new NothingDoneException(
                        "'" + word + "' are several machines, which have no name or key in common");
            }
            return several(word, range);
        }
        Matcher port = WITH_PORT.matcher(word);
        if (port.matches()) {
            String digits = port.group(2) == null ? port.group(4) : port.group(2);
            return List.of(new TargetMachine(port.group(1) == null ? port.group(3) : port.group(1),
                    digits == null ? null : Integer.valueOf(digits), name, key));
        }
        return List.of(new TargetMachine(word, null, name, key));
    }

    private static List<TargetMachine> several(String word, Matcher range) throws NothingDoneException {
        int first = Integer.parseInt(range.group(2));
        int last = Integer.parseInt(range.group(3));
        if (last > LAST || first > last) {
            throw new NothingDoneException("'" + word + "' is no range of addresses");
        }
        var all = new ArrayList<TargetMachine>();
        for (int each = first; each <= last; each++) {
            all.add(new TargetMachine(range.group(1) + each, range.group(4) == null
                    ? null
                    : Integer.valueOf(range.group(4)), null, null));
        }
        return all;
    }
}
