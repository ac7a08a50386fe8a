package secondsite.app.infrastructure.agents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.installation.TargetMachine;
import secondsite.app.fx.Texts;

/**
 * Reads machines as people paste them: one a line, or several with commas between them. An address may have the port of SSH, may be a range
 * like {@code 10.0.0.5-20}, and may have the agent's name and the fingerprint of the machine's key behind it.
 */
final class TargetText {

    private static final Pattern RANGE = Pattern
            .compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.)(\\d{1,3})-(\\d{1,3})(?::(\\d{1,5}))?");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([0-9a-fA-F:]+)](?::(\\d{1,5}))?|([^:]+):(\\d{1,5})");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d+(\\.\\d+){3}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9a-fA-F:.]{2,45}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final int LAST = 255;
    private static final int LAST_PORT = 65_535;
    private static final int MOST_WORDS = 3;

    private final Texts texts;
    private final Function<TargetMachine, String> known;

    /** @param known name under which such a machine is known already; empty for one that is not */
    TargetText(Texts texts, Function<TargetMachine, String> known) {
        this.texts = texts;
        this.known = known;
    }

    /** In their order. */
    List<TargetLine> read(String text) {
        List<TargetLine> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String part : text.split("[\\n\\r,;]+")) {
            String line = part.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parse(line).forEach(each -> all.add(judge(each, seen)));
            }
        }
        return all;
    }

    private TargetLine judge(TargetLine line, Set<String> seen) {
        TargetMachine machine = line.machine();
        if (machine == null) {
            return line;
        }
        if (!seen.add(subject(machine))) {
            return new TargetLine(line.text(), machine, TargetLine.Kind.TWICE, texts.text("install.machines.twice"));
        }
        String name = known.apply(machine);
        return name.isEmpty()
                ? line
                : new TargetLine(line.text(), machine, TargetLine.Kind.KNOWN,
                        texts.text("install.machines.known", name));
    }

    /** By which a machine is told from others. */
    static String subject(TargetMachine machine) {
        return machine.address().toLowerCase(Locale.ROOT) + ":" + machine.sshPort();
    }

    private List<TargetLine> parse(String line) {
        String[] words = line.split("\\s+");
        boolean keyOnly = words.length == 2 && words[1].startsWith("SHA256:");
        String name = words.length > 1 && !keyOnly ? words[1] : null;
        String key = keyOnly ? words[1] : words.length > 2 ? words[2] : null;
        if (words.length > MOST_WORDS) {
            return List.of(wrong(line, "install.machines.words"));
        }
        if (name != null && !NAME.matcher(name).matches()) {
            return List.of(wrong(line, "check.program"));
        }
        if (key != null && !FINGERPRINT.matcher(key).matches()) {
            return List.of(wrong(line, "install.machines.fingerprint"));
        }
        Matcher range = RANGE.matcher(words[0]);
        if (range.matches()) {
            return name == null && key == null
                    ? several(line, range)
                    : List.of(wrong(line, "install.machines.range-name"));
        }
        return List.of(one(line, words[0], name, key));
    }

    private TargetLine one(String line, String word, String name, String key) {
        Matcher port = WITH_PORT.matcher(word);
        boolean has = port.matches();
        String address = !has ? word : port.group(1) == null ? port.group(3) : port.group(1);
        String digits = !has ? null : port.group(2) == null ? port.group(4) : port.group(2);
        if (!ADDRESS.matcher(address).matches() || FOUR_NUMBERS.matcher(address).matches() && tooLarge(address)) {
            return wrong(line, "check.host");
        }
        if (digits != null && (Integer.parseInt(digits) == 0 || Integer.parseInt(digits) > LAST_PORT)) {
            return wrong(line, "install.machines.port");
        }
        return taken(line, new TargetMachine(address, digits == null ? null : Integer.valueOf(digits), name, key));
    }

    private static boolean tooLarge(String address) {
        for (String number : address.split("\\.")) {
            if (number.length() > 3 || Integer.parseInt(number) > LAST) {
                return true;
            }
        }
        return false;
    }

    private List<TargetLine> several(String line, Matcher range) {
        int first = Integer.parseInt(range.group(2));
        int last = Integer.parseInt(range.group(3));
        if (last > LAST || first > last || tooLarge(range.group(1) + first)) {
            return List.of(wrong(line, "install.machines.range"));
        }
        List<TargetLine> all = new ArrayList<>();
        for (int each = first; each <= last; each++) {
            String port = range.group(4) == null ? "" : ":" + range.group(4);
            all.add(one(range.group(1) + each + port, range.group(1) + each + port, null, null));
        }
        return all;
    }

    private static TargetLine taken(String text, TargetMachine machine) {
        return new TargetLine(text, machine, TargetLine.Kind.TAKEN, "");
    }

    private TargetLine wrong(String text, String key) {
        return new TargetLine(text, null, TargetLine.Kind.WRONG, texts.text(key));
    }
}
