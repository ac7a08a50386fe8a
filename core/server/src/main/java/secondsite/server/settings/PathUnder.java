package secondsite.server.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads paths: those that are not absolute are relative to the folder of the file in which they stand. */
final class PathUnder extends StdDeserializer<Path> {

    private final transient Path folder;

    PathUnder(Path folder) {
        super(Path.class);
        this.folder = folder;
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getValueAsString();
        if (text == null || text.isBlank()) {
            return (Path) context.handleUnexpectedToken(Path.class, parser);
        }
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            return (Path) context.handleWeirdStringValue(Path.class, text, "not a path: %s", e.getReason());
        }
    }
}
