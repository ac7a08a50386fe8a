package secondsite.server.configuration.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import secondsite.api.plan.PlanAction.ValueType;
import secondsite.api.plan.PlanValue;

/** What a script wrote to its output, held against the types that the plan declares. What is not declared is not kept. */
final class ScriptResult {

    private static final int LONGEST = 1000;
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private ScriptResult() {}

    /** @throws IOException when it is not as declared; the message names the field, and never a value */
    static List<PlanValue> read(byte[] output, Map<String, ValueType> declared) throws IOException {
        JsonNode tree = tree(output);
        List<PlanValue> values = new ArrayList<>();
        for (Map.Entry<String, ValueType> field : declared.entrySet()) {
            JsonNode value = tree.path(field.getKey());
            if (!fits(value, field.getValue())) {
                throw new IOException("its output has no '" + field.getKey() + "' that is a "
                        + field.getValue().name().toLowerCase(Locale.ROOT));
            }
            if (value.asText().length() > LONGEST) {
                throw new IOException("'" + field.getKey() + "' in its output has " + value.asText().length()
                        + " characters; at most " + LONGEST + " are kept");
            }
            if (field.getValue() != ValueType.SECRET) {
                values.add(new PlanValue(field.getKey(), value.asText()));
            }
        }
        return values;
    }

    private static JsonNode tree(byte[] output) throws IOException {
        try {
            JsonNode tree = MAPPER.readTree(output);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (IOException _) {
            // Said below, without what stands there: it may be a secret.
        }
        throw new IOException("its output is no JSON object");
    }

    private static boolean fits(JsonNode value, ValueType type) {
        return switch (type) {
            case TEXT, SECRET -> value.isTextual();
            case NUMBER -> value.isNumber();
            case TRUTH -> value.isBoolean();
        };
    }
}
