package secondsite.agent.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads an agent's configuration file. */
public final class ConfigurationFile {

    private static final long LIMIT_BYTES = 1 << 20;

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
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
            AgentConfiguration read = MAPPER.readValue(Files.readAllBytes(file), AgentConfiguration.class);
            if (read == null) {
                throw new IOException("there is nothing in it");
            }
            return read.in(file.toAbsolutePath().getParent());
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(file + line(e.getLocation()) + ": " + said(e), e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
    }

    private static String line(JsonLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr();
    }

    private static String said(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? mapping.getPathReference().replaceAll("[\\w.]+\\[\"?([^\"\\]]+)\"?]", "$1").replace("->", ".") + ": "
                : "";
        Throwable cause = e.getCause() instanceof IllegalArgumentException own && own.getMessage() != null ? own : e;
        return e instanceof UnrecognizedPropertyException unknown
                ? "there is no field '" + unknown.getPropertyName() + "' here"
                : path + (cause == e ? e.getOriginalMessage() : cause.getMessage());
    }
}
