package secondsite.agent.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.List;

/** Finds the line in a YAML text on which a field begins. */
final class Lines {

    private final byte[] yaml;

    Lines(byte[] yaml) {
        this.yaml = yaml;
    }

    /** The line of the deepest field of this path that is there; 1 when none is. */
    int of(List<JsonMappingException.Reference> path) throws IOException {
        int line = 1;
        for (int depth = 1; depth <= path.size(); depth++) {
            line = Math.max(line, of(pointer(path.subList(0, depth))));
        }
        return line;
    }

    private static JsonPointer pointer(List<JsonMappingException.Reference> path) {
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : path) {
            pointer = step.getFieldName() != null
                    ? pointer.appendProperty(step.getFieldName())
                    : pointer.appendIndex(step.getIndex());
        }
        return pointer;
    }

    private int of(JsonPointer wanted) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (parser.getParsingContext().pathAsPointer().equals(wanted)) {
                    return parser.currentTokenLocation().getLineNr();
                }
            }
            return 1;
        }
    }
}
