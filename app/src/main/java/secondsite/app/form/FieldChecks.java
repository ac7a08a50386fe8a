package secondsite.app.form;

import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import secondsite.app.fx.Texts;

/** What may be typed, said as the server would say it, so that nobody has to ask the server first. Each check gives what is wrong, or nothing. */
public final class FieldChecks {

    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9a-fA-F:.]{2,45}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s,;]+@[^@\\s,;]+");
    private static final int LEAST_PASSWORD = 12;
    private static final int MOST_PASSWORD = 200;

    private final Texts texts;

    @Inject
    public FieldChecks(Texts texts) {
        this.texts = texts;
    }

    /** Anything, also nothing, of at most so many characters. */
    public UnaryOperator<String> text(int most) {
        return typed -> typed.length() > most ? texts.text("check.long", typed.length(), most) : "";
    }

    /** Something, of at most so many characters. */
    public UnaryOperator<String> name(int most) {
        return typed -> typed.isEmpty() ? texts.text("check.missing") : text(most).apply(typed);
    }

    /** A name that none of the others has; upper and lower case are the same. */
    public UnaryOperator<String> newName(int most, Collection<String> others) {
        return typed -> {
            String wrong = name(most).apply(typed);
            return wrong.isEmpty() && others.stream().anyMatch(typed::equalsIgnoreCase)
                    ? texts.text("check.taken", typed)
                    : wrong;
        };
    }

    /** Of a user or a program. */
    public UnaryOperator<String> programName(Collection<String> others) {
        return typed -> {
            String wrong = newName(63, others).apply(typed);
            return wrong.isEmpty() && !PROGRAM.matcher(typed).matches() ? texts.text("check.program") : wrong;
        };
    }

    public UnaryOperator<String> optional(UnaryOperator<String> check) {
        return typed -> typed.isEmpty() ? "" : check.apply(typed);
    }

    public UnaryOperator<String> number(long least, long most) {
        return typed -> isNumber(typed, least, most) ? "" : texts.text("check.number", least, most);
    }

    /** A number within bounds, or nought. */
    public UnaryOperator<String> numberOrNought(long least, long most) {
        return typed -> "0".equals(typed) || isNumber(typed, least, most)
                ? ""
                : texts.text("check.number-or-nought", least, most);
    }

    private static boolean isNumber(String typed, long least, long most) {
        if (!typed.matches("\\d{1,15}")) {
            return false;
        }
        long number = Long.parseLong(typed);
        return number >= least && number <= most;
    }

    public UnaryOperator<String> zone() {
        return typed -> {
            try {
                return ZoneId.of(typed).getId().isEmpty() ? texts.text("check.zone") : "";
            } catch (DateTimeException _) {
                return texts.text("check.zone");
            }
        };
    }

    /** A name or address of a computer. */
    public UnaryOperator<String> host() {
        return typed -> HOST.matcher(typed).matches() ? "" : texts.text("check.host");
    }

    public UnaryOperator<String> https() {
        return typed -> {
            try {
                URI address = new URI(typed);
                return "https".equals(address.getScheme()) && address.getHost() != null
                        ? ""
                        : texts.text("check.https");
            } catch (URISyntaxException _) {
                return texts.text("check.https");
            }
        };
    }

    public UnaryOperator<String> mail() {
        return typed -> MAIL.matcher(typed).matches() ? "" : texts.text("check.mail");
    }

    /** Some, separated by commas or blanks. */
    public UnaryOperator<String> mails() {
        return typed -> {
            String[] each = typed.split("[,;\\s]+");
            for (String one : each) {
                if (!MAIL.matcher(one).matches()) {
                    return typed.isEmpty() ? texts.text("check.missing") : texts.text("check.mails", one);
                }
            }
            return "";
        };
    }

    /** @param user whose name must not be in it */
    public String password(String typed, String user) {
        int length = typed.codePointCount(0, typed.length());
        if (length < LEAST_PASSWORD || length > MOST_PASSWORD) {
            return texts.text("check.password", length, LEAST_PASSWORD);
        }
        return !user.isEmpty() && typed.toLowerCase(Locale.ROOT).contains(user.toLowerCase(Locale.ROOT))
                ? texts.text("check.password-name")
                : "";
    }

    /** An IPv4 network with its prefix, like {@code 192.168.7.0/24}. */
    public UnaryOperator<String> subnet() {
        return typed -> Ipv4.network(typed).map(network -> network.text().equals(typed)
                ? ""
                : texts.text("check.subnet-of", network.text())).orElseGet(() -> texts.text("check.subnet"));
    }

    /** An IPv4 address with its prefix, like {@code 192.168.7.20/24}. */
    public UnaryOperator<String> address() {
        return typed -> Ipv4.network(typed).filter(network -> network.usable(typed.split("/")[0])).isPresent()
                ? ""
                : texts.text("check.card");
    }

    /** An IPv4 address within a network. @param subnet as typed; a wrong one is not judged here */
    public String within(String typed, String subnet) {
        if (typed.isEmpty()) {
            return "";
        }
        if (Ipv4.address(typed).isEmpty()) {
            return texts.text("check.address");
        }
        if (subnet.isEmpty()) {
            return texts.text("check.no-subnet");
        }
        return Ipv4.network(subnet).filter(network -> !network.usable(typed)).isPresent()
                ? texts.text("check.outside", subnet)
                : "";
    }
}
