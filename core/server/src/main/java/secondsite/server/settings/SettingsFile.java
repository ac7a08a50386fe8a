package secondsite.server.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a configuration: the file over the defaults of the program, mappings field by field, everything else as a whole. Unknown
 * fields, fields that stand twice, wrong types and impossible values are refused with file, line and field.
 */
public final class SettingsFile {

    private static final String DEFAULTS = "/defaults/server.yaml";
    private static final String ALL_ROLES = "roles: [configuration-server, process-server, master-target]";
    private static final List<String> IDENTITY = List.of("certificate", "key", "authority");
    private static final List<String> MEMBERS = List.of("processServer", "masterTarget");
    private static final long LIMIT_BYTES = 16 << 20;

    private static final Pattern FIELD = Pattern.compile("^'(\\w+)'");

    private SettingsFile() {}

    /** @throws SettingsException when the file is missing or something in it is wrong */
    public static ServerSettings read(Path file) throws IOException {
        return new Reading(file, text(file)).settings();
    }

    /**
     * All three roles with what holds by default, where nobody has written anything down.
     *
     * @param home the folder for all that they keep
     */
    public static ServerSettings allRoles(Path home) throws IOException {
        return new Reading(home.resolve("server.yaml"), ALL_ROLES).settings();
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > LIMIT_BYTES) {
                throw new SettingsException(file + " is too large for a configuration");
            }
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new SettingsException(file + " is missing");
        }
    }

    /** One file being read. */
    private static final class Reading {
        private final Path file;
        private final String text;
        private final ObjectMapper mapper;

        Reading(Path file, String text) {
            this.file = file;
            this.text = text;
            this.mapper = YAMLMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .addModule(new SimpleModule().addDeserializer(Path.class,
                            new PathUnder(file.toAbsolutePath().normalize().getParent())))
                    .build();
        }

        ServerSettings settings() throws IOException {
            ObjectNode merged = defaults();
            JsonNode written = written();
            merge(merged, written);
            leaveToConfigurationServer(merged, written);
            try {
                return mapper.treeToValue(merged, ServerSettings.class);
            } catch (JsonMappingException e) {
                throw wrong(e);
            }
        }

        /** With a configuration server in the same program, a role for which no certificate is named gets one from it. */
        private static void leaveToConfigurationServer(ObjectNode merged, JsonNode written) {
            boolean present = false;
            for (JsonNode role : written.path("roles")) {
                present |= role.asText().equals("configuration-server");
            }
            if (present) {
                MEMBERS.stream().filter(member -> IDENTITY.stream().noneMatch(written.path(member)::has))
                        .filter(merged::has).filter(member -> merged.get(member).isObject())
                        .forEach(member -> ((ObjectNode) merged.get(member)).remove(IDENTITY));
            }
        }

        private ObjectNode defaults() throws IOException {
            try (InputStream in = SettingsFile.class.getResourceAsStream(DEFAULTS)) {
                return (ObjectNode) mapper.readTree(in);
            }
        }

        private JsonNode written() throws IOException {
            try {
                return mapper.readTree(text);
            } catch (JsonProcessingException e) {
                int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
                throw new SettingsException(file + ":" + line + ": not valid YAML: " + e.getOriginalMessage());
            }
        }

        private static void merge(ObjectNode into, JsonNode from) {
            from.properties().forEach(field -> {
                JsonNode present = into.get(field.getKey());
                if (present instanceof ObjectNode object && field.getValue().isObject()) {
                    merge(object, field.getValue());
                } else {
                    into.set(field.getKey(), field.getValue());
                }
            });
        }

        private SettingsException wrong(JsonMappingException e) {
            String path = path(e);
            OptionalInt line = new Lines(text).of(path + named(e));
            String place = file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": ";
            return new SettingsException(place + switch (e) {
                case UnrecognizedPropertyException unknown -> "unknown field '" + path + "'; possible are: "
                        + listed(unknown.getKnownPropertyIds());
                case ValueInstantiationException invalid -> (path.isEmpty() ? "" : "in " + path + ": ")
                        + (invalid.getCause() == null ? invalid.getOriginalMessage() : invalid.getCause().getMessage());
                case InvalidFormatException wrong -> "'" + path + "' is '" + wrong.getValue() + "'; "
                        + Needed.by(wrong.getTargetType()) + " is needed";
                case MismatchedInputException other ->
                    "'" + path + "': " + Needed.by(other.getTargetType()) + " is needed";
                default -> "'" + path + "': " + e.getOriginalMessage();
            });
        }

        /** A check that concerns one field of a group begins with its name. */
        private static String named(JsonMappingException e) {
            Matcher field = FIELD.matcher(e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage()));
            return field.find() ? (e.getPath().isEmpty() ? "" : ".") + field.group(1) : "";
        }

        private static String path(JsonMappingException e) {
            return e.getPath().stream()
                    .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
                    .collect(Collectors.joining()).replaceFirst("^\\.", "");
        }

        private static String listed(Collection<Object> fields) {
            return fields == null
                    ? "none"
                    : new TreeSet<>(fields.stream().map(Object::toString).toList()).stream()
                            .collect(Collectors.joining(", "));
        }
    }
}
