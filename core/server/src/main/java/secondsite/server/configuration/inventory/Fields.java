package secondsite.server.configuration.inventory;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.server.web.ProblemException;

/** Checks single fields; what is wrong is said with the name of the field. Whatever else stands in a text is just text. */
final class Fields {

    /** Most characters of a name that people give. */
    static final int NAME = 100;

    private static final int SHOWN = 80;
    private static final int ADDRESS = 300;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9a-fA-F:.]{2,45}");

    private Fields() {}

    /** What must be there, within so many characters. */
    static String name(String field, String value, int most) {
        if (value == null || value.isBlank()) {
            throw wrong(field, "is missing");
        }
        if (!value.equals(value.strip())) {
            throw wrong(field, "is " + quoted(value) + "; it must not begin or end with a space");
        }
        return text(field, value, most);
    }

    /** What may be empty. */
    static String text(String field, String value, int most) {
        if (value == null) {
            throw wrong(field, "is missing");
        }
        if (value.length() > most) {
            throw wrong(field, "has " + value.length() + " characters; at most " + most + " are possible");
        }
        if (value.codePoints().anyMatch(Fields::notShown)) {
            throw wrong(field,
                    "holds a character that cannot be shown; only letters, digits, signs and spaces are possible");
        }
        return value;
    }

    private static boolean notShown(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.SURROGATE || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR || type == Character.UNASSIGNED;
    }

    static <T> T given(String field, T value) {
        if (value == null) {
            throw wrong(field, "is missing");
        }
        return value;
    }

    static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw wrong(field, "is " + value + "; " + least + " to " + most + " are possible");
        }
    }

    /** A name or address of a computer. */
    static String host(String field, String value) {
        if (!HOST.matcher(given(field, value)).matches()) {
            throw wrong(field, "is " + quoted(value) + ", which is no name or address of a computer");
        }
        return value;
    }

    /** Where a server is reached. */
    static URI address(String field, URI value) {
        String text = given(field, value).toString();
        if (text.length() > ADDRESS || !"https".equals(value.getScheme()) || value.getHost() == null
                || value.getUserInfo() != null || !Set.of("", "/").contains(value.getRawPath())
                || value.getRawQuery() != null
                || value.getRawFragment() != null) {
            throw wrong(field, "is " + quoted(text) + "; it must be like https://gateway:9443");
        }
        return value;
    }

    static ProblemException wrong(String field, String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "' " + what);
    }

    static String quoted(String value) {
        return "'" + (value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value) + "'";
    }
}
