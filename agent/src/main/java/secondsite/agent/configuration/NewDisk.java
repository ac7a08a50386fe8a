package secondsite.agent.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.api.client.PrivateFiles;

/**
 * A disk that is added to a configuration file. Everything else in the file stays as a person wrote it.
 *
 * @param file the file or device that holds it
 * @param size in bytes
 * @param unix a socket's path at which it is served; null for none
 * @param tcp  a port, or host:port, of the loopback interface at which it is served; null for none. Neither for a device that its machine goes on
 *             using by itself
 */
public record NewDisk(UUID id, String name, String file, long size, String unix, String tcp) {

    /** Where a list is in a text. @param flow written in brackets, @param items whether there are any, or words of a person; lines count from 0 */
    private record Place(boolean there, boolean flow, boolean items, int keyLine, int lastLine, int indent) {}

    /**
     * Adds it; the file is replaced as a whole, and read before by the same rules as when the agent starts.
     *
     * @throws ConfigurationException when the file has a mistake, or would have one with this disk; it is unchanged then
     */
    public void addTo(Path configuration) throws IOException {
        ConfigurationFile.read(configuration);
        Path file = configuration.toRealPath();
        String draftText = with(Files.readString(file, StandardCharsets.UTF_8), configuration);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            PrivateFiles.text(draft, draftText);
            ConfigurationFile.read(draft);
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            Files.setPosixFilePermissions(draft, permissions);
            PrivateFiles.rename(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private String with(String text, Path configuration) throws IOException {
        Place place = find(text);
        var lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (!place.there()) {
            return text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + "\ndisks:\n" + entry(2);
        }
        if (place.flow() && place.items()) {
            throw new ConfigurationException(configuration + ":" + (place.keyLine() + 1)
                    + ": disks: the list is written in brackets; write each disk behind a '-' on a line of its own",
                    null);
        }
        if (!place.items()) {
            String line = lines.get(place.keyLine());
            int comment = line.indexOf('#');
            lines.set(place.keyLine(), "disks:" + (comment < 0 ? "" : " " + line.substring(comment)));
        }
        int after = place.items() ? place.lastLine() : place.keyLine();
        lines.addAll(after + 1, entryLines(place.items() ? place.indent() : 2));
        return String.join("\n", lines);
    }

    private static Place find(String text) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean top = parser.getParsingContext().inObject() && parser.getParsingContext().getParent() != null
                        && parser.getParsingContext().getParent().inRoot();
                if (token == JsonToken.FIELD_NAME && top && "disks".equals(parser.currentName())) {
                    return list(parser, text);
                }
            }
            return new Place(false, false, false, 0, 0, 0);
        }
    }

    private static Place list(JsonParser parser, String text) throws IOException {
        int keyLine = parser.currentTokenLocation().getLineNr() - 1;
        JsonToken value = parser.nextToken();
        if (value != JsonToken.START_ARRAY) {
            return new Place(true, false, false, keyLine, keyLine, 0);
        }
        long begin = parser.currentTokenLocation().getCharOffset();
        boolean flow = text.charAt((int) begin) == '[';
        int depth = 1;
        int lastLine = keyLine;
        boolean items = false;
        int indent = flow ? 0 : parser.currentTokenLocation().getColumnNr() - 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            items |= depth > 1 || flow && token == JsonToken.END_ARRAY
                    && parser.currentTokenLocation().getLineNr() - 1 > keyLine;
            if (token.isScalarValue()) {
                lastLine = parser.currentLocation().getLineNr() - 1;
            }
        }
        return new Place(true, flow, items, keyLine, lastLine, indent);
    }

    private String entry(int indent) {
        return String.join("\n", entryLines(indent)) + "\n";
    }

    private List<String> entryLines(int indent) {
        String margin = " ".repeat(indent);
        List<String> head = List.of(margin + "- id: " + id, margin + "  name: " + quoted(name));
        List<String> rest = unix == null && tcp == null
                ? List.of(margin + "  device: " + quoted(file), margin + "  size: " + size)
                : List.of(margin + "  file: " + quoted(file), margin + "  size: " + size, margin + "  nbd:",
                        margin + "    " + (unix == null ? "tcp: " + quoted(tcp) : "unix: " + quoted(unix)));
        return Stream.concat(head.stream(), rest.stream()).toList();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
