package secondsite.server.process.push;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What runs on a machine: one of the programs in {@code push/}, behind what all of them begin with, and behind the values that it needs. */
final class Program {

    private static final String BEGIN = "begin";

    private final String step;
    private final Map<String, String> values = new TreeMap<>();

    Program(String step) {
        this.step = step;
    }

    String step() {
        return step;
    }

    /** @param value null for nothing */
    Program with(String name, String value) {
        values.put(name, value == null ? "" : value);
        return this;
    }

    /** The whole text. No value can be more than a value, whatever stands in it. */
    String text() {
        var text = new StringBuilder();
        values.forEach((name, value) -> text.append(name).append("='").append(value.replace("'", "'\\''"))
                .append("'\n"));
        return text.append(resource(BEGIN)).append(resource(step)).toString();
    }

    private static String resource(String name) {
        String path = "/push/" + name + ".sh";
        try (InputStream in = Program.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(path + " cannot be read", e);
        }
    }
}
