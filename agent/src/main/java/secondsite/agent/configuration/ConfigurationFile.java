package secondsite.agent.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads an agent's configuration file. */
public final class ConfigurationFile {

    private static final long LIMIT_BYTES = 1 << 20;

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private ConfigurationFile() {}

    /** @throws ConfigurationException naming file and line */
    public static AgentConfiguration read(Path file) throws ConfigurationException {
        try {
            if (Files.size(file) > LIMIT_BYTES) {
                throw new IOException("longer than a configuration can be");
            }
            return read(file, Files.readAllBytes(file)).in(file.toAbsolutePath().getParent());
        } catch (ConfigurationException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
    }

    private static AgentConfiguration read(Path file, byte[] yaml) throws IOException {
        try {
            AgentConfiguration read = MAPPER.readValue(yaml, AgentConfiguration.class);
            if (read == null) {
                throw new IOException("there is nothing in it");
            }
            return read;
        } catch (JsonMappingException e) {
            throw new ConfigurationException(file + ":" + line(e, new Lines(yaml)) + ": " + said(e), e);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        }
    }

    /** A text that is no YAML is wrong where the parser stopped, a wrong value where its field is. */
    private static int line(JsonMappingException e, Lines lines) throws IOException {
        if (e.getCause() instanceof StreamReadException parsing) {
            return parsing.getLocation().getLineNr();
        }
        return lines.of(e.getCause() instanceof WrongFieldException wrong ? wrong.path() : e.getPath());
    }

    private static String said(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "there is no field '" + unknown.getPropertyName() + "' here";
        }
        List<JsonMappingException.Reference> path = e.getCause() instanceof WrongFieldException wrong
                ? wrong.path()
                : e.getPath();
        String where = path.stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        Throwable root = e;
        while (root.getCause() instanceof JsonProcessingException
                || root.getCause() instanceof IllegalArgumentException) {
            root = root.getCause();
        }
        String what = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        return (where.isEmpty() ? "" : where + ": ") + what;
    }
}
