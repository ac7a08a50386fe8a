package secondsite.api.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the fields of specifications may hold. */
final class Checks {

    /** A name of a socket in the file system fits into 108 bytes, with its end. */
    private static final int LONGEST_SOCKET_BYTES = 107;
    private static final int LONGEST_PATH_BYTES = 4095;

    private Checks() {}

    static void hold(boolean held, String field, String complaint) {
        if (!held) {
            throw new IllegalArgumentException(field + ": " + complaint);
        }
    }

    static void present(String field, Object value) {
        hold(value != null, field, "is missing");
    }

    static void range(String field, long value, long least, long most) {
        hold(value >= least && value <= most, field, value + " is not from " + least + " to " + most);
    }

    static void text(String field, String value, int shortest, int longest) {
        present(field, value);
        range("length of " + field, value.length(), shortest, longest);
        hold(value.codePoints().noneMatch(Character::isISOControl), field, "has control characters");
    }

    static void path(String field, Path path) {
        present(field, path);
        hold(path.isAbsolute(), field, path + " is not absolute");
        text(field, path.toString(), 1, LONGEST_PATH_BYTES);
    }

    static void socket(String field, Path socket) {
        path(field, socket);
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        hold(length <= LONGEST_SOCKET_BYTES, field, socket + " has " + length + " bytes; a socket's path has at most "
                + LONGEST_SOCKET_BYTES + ": choose a folder with a shorter path");
    }
}
