package secondsite.app.session;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ErrorText;
import secondsite.api.client.TransferException;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;

/** What the server's catalogue says of its codes: what happened, why, what to do. */
public final class Catalogue {

    private final Texts texts;
    private final Map<Language, Map<String, ErrorText>> said;

    /** @param said of each language */
    public Catalogue(Texts texts, Map<Language, List<ErrorText>> said) {
        this.texts = texts;
        this.said = said.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                entry -> entry.getValue().stream().collect(Collectors.toMap(ErrorText::code, Function.identity(),
                        (one, _) -> one, LinkedHashMap::new))));
    }

    /** Asks the server for all of it. */
    public static Catalogue ask(Session session, Texts texts) throws TransferException {
        Map<Language, List<ErrorText>> said = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            said.put(language, session.activity().errors(language.tag()).errors());
        }
        return new Catalogue(texts, said);
    }

    /** In the language that is chosen now; empty for a code that this server does not know. */
    public Optional<ErrorText> text(String code) {
        return Optional.ofNullable(said.getOrDefault(texts.language().get(), Map.of()).get(code));
    }

    /** All there is, in the language that is chosen now. */
    public Collection<ErrorText> all() {
        return said.getOrDefault(texts.language().get(), Map.of()).values();
    }

    public Optional<ErrorText> text(ErrorCode code) {
        return code == null ? Optional.empty() : text(code.name());
    }

    /** What happened, in a sentence; the code itself when nothing is said of it. */
    public String message(ErrorCode code) {
        return text(code).map(ErrorText::message).orElse(code == null ? "" : code.name());
    }
}
