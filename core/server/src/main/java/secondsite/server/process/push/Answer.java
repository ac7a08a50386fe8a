package secondsite.server.process.push;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import secondsite.api.activity.ErrorCode;

/**
 * What a program on a machine said: lines {@code key=value}. Everything before its own beginning is what the user's shell says to
 * everybody, and is left out.
 */
final class Answer {

    private static final Set<ErrorCode> PASSING = EnumSet.of(ErrorCode.PACKAGE_TOOL_BUSY, ErrorCode.PACKAGE_DAMAGED);
    private static final String FAIL = "fail";
    private static final int EVIDENCE = 2000;

    private final int exit;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final String err;

    /** @param begin the line behind which it begins */
    Answer(int exit, String out, String err, String begin) {
        this.exit = exit;
        this.err = err;
        out.lines().dropWhile(line -> !line.equals(begin)).skip(1).map(line -> line.split("=", 2))
                .filter(line -> line.length == 2)
                .forEach(line -> values.computeIfAbsent(line[0], _ -> new ArrayList<>()).add(shown(line[1])));
    }

    /** Text of a machine, for people: no control characters, not too long. */
    static String shown(String text) {
        String clean = text.chars().map(each -> Character.isISOControl(each) ? ' ' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString()
                .strip();
        return clean.length() > EVIDENCE ? clean.substring(0, EVIDENCE) : clean;
    }

    /** Empty when it is not there, or there is nothing behind it. */
    Optional<String> value(String key) {
        return all(key).stream().findFirst().filter(text -> !text.isEmpty());
    }

    List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }

    /** @throws PushFailure as the program says, or when it broke off */
    void check(String step) throws PushFailure {
        Optional<String> said = value(FAIL);
        if (said.isPresent()) {
            throw failure(said.get());
        }
        if (!all("end").contains(step)) {
            throw PushFailure.forGood(ErrorCode.INTERNAL, "the step " + step + " broke off on the machine with the "
                    + "exit code " + exit + ": " + shown(err));
        }
    }

    private static PushFailure failure(String said) {
        String[] parts = said.split(" ", 2);
        ErrorCode code = Arrays.stream(ErrorCode.values()).filter(each -> each.name().equals(parts[0])).findFirst()
                .orElse(ErrorCode.INTERNAL);
        String detail = parts.length < 2 ? said : parts[1].replace("|", "; ");
        return PASSING.contains(code) ? PushFailure.passing(code, detail) : PushFailure.forGood(code, detail);
    }
}
