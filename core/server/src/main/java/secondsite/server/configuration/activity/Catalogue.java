package secondsite.server.configuration.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ErrorText;

/** What is said of every code of an error or a problem, in every language; the texts are in {@code errors/}. */
@Singleton
public final class Catalogue {

    /** In the order of preference. */
    public static final List<String> LANGUAGES = List.of("en", "de");

    private record Text(String message, String cause, String action) {}

    private final Map<String, Map<String, ErrorText>> languages = new LinkedHashMap<>();

    /** @throws IOException when this program is not whole */
    @Inject
    public Catalogue() throws IOException {
        for (String language : LANGUAGES) {
            languages.put(language, read(language));
        }
    }

    private static Map<String, ErrorText> read(String language) throws IOException {
        String resource = "/errors/errors_" + language + ".yaml";
        try (InputStream in = Catalogue.class.getResourceAsStream(resource)) {
            Map<String, ErrorText> texts = new LinkedHashMap<>();
            new YAMLMapper().readValue(in, new TypeReference<LinkedHashMap<String, Text>>() {
            }).forEach((code, text) -> texts.put(code,
                    new ErrorText(code, text.message(), text.cause(), text.action())));
            return texts;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(resource + " cannot be read", e);
        }
    }

    /** All codes, in the order of the catalogue. @param language one of {@link #LANGUAGES} */
    public List<ErrorText> all(String language) {
        return new ArrayList<>(languages.get(language).values());
    }

    /** What is said of a code; empty when there is no such code. @param language one of {@link #LANGUAGES} */
    public Optional<ErrorText> find(String code, String language) {
        return Optional.ofNullable(languages.get(language).get(code));
    }

    /** What is said of an error. @param language one of {@link #LANGUAGES} */
    public ErrorText text(ErrorCode code, String language) {
        return find(code.name(), language).orElseThrow();
    }

    /** What is said of a problem. @param language one of {@link #LANGUAGES} */
    public ErrorText text(ProblemCode code, String language) {
        return find(code.code(), language).orElseThrow();
    }
}
