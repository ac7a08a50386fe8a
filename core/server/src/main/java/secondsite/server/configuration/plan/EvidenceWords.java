package secondsite.server.configuration.plan;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What evidence says in one language: patterns in {@code plan/}. */
final class EvidenceWords {

    private final Map<String, String> patterns;
    private final String language;

    /** @throws IOException when this program is not whole */
    EvidenceWords(String language) throws IOException {
        this.language = language;
        String resource = "/plan/evidence_" + language + ".yaml";
        try (InputStream in = EvidenceWords.class.getResourceAsStream(resource)) {
            this.patterns = new YAMLMapper().readValue(in, new TypeReference<Map<String, String>>() {
            });
        }
    }

    String language() {
        return language;
    }

    String say(String key, Object... values) {
        return new MessageFormat(Objects.requireNonNull(patterns.get(key), key), Locale.forLanguageTag(language))
                .format(values);
    }

    String word(Enum<?> value) {
        return say(value.name());
    }
}
