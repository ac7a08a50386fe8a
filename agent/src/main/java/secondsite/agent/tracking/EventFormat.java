package secondsite.agent.tracking;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the fields of a completion event are, as the kernel describes it; they differ between kernels. Bytes.
 *
 * @param id        the event's number
 * @param length    from the event's begin to the end of the fields that are read
 */
public record EventFormat(int id, int device, int sector, int sectors, int operation, int length) {

    private static final Pattern ID = Pattern.compile("(?m)^ID:\\s*(\\d{1,5})\\s*$");
    private static final Pattern FIELD = Pattern
            .compile("field:[^;]*?(\\w+)(?:\\[\\d+\\])?;\\s*offset:(\\d{1,4});\\s*size:(\\d{1,4});");
    private static final int LONGEST = 1 << 10;

    private record Field(int offset, int size) {}

    /**
     * @param text the file {@code format} of the event
     * @throws IllegalArgumentException when a field that is needed is not there, or not as wide as it is known
     */
    public static EventFormat parse(String text) {
        Matcher id = ID.matcher(text);
        if (!id.find()) {
            throw new IllegalArgumentException("the description of a kernel's event has no number");
        }
        Map<String, Field> fields = new HashMap<>();
        for (Matcher field = FIELD.matcher(text); field.find();) {
            fields.put(field.group(1), new Field(Integer.parseInt(field.group(2)), Integer.parseInt(field.group(3))));
        }
        int device = offset(fields, "dev", 4);
        int sector = offset(fields, "sector", 8);
        int sectors = offset(fields, "nr_sector", 4);
        Field operation = fields.get("rwbs");
        if (operation == null || operation.size() < 2) {
            throw new IllegalArgumentException("a kernel's event without an operation");
        }
        int length = Math.max(Math.max(device + 4, sector + 8), Math.max(sectors + 4, operation.offset() + 2));
        if (length > LONGEST) {
            throw new IllegalArgumentException("a kernel's event of " + length + " bytes");
        }
        return new EventFormat(Integer.parseInt(id.group(1)), device, sector, sectors, operation.offset(), length);
    }

    private static int offset(Map<String, Field> fields, String name, int size) {
        Field field = fields.get(name);
        if (field == null || field.size() != size) {
            throw new IllegalArgumentException(
                    "a kernel's event without a field " + name + " of " + size + " bytes");
        }
        return field.offset();
    }
}
