package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import secondsite.api.Problem;
import secondsite.server.configuration.activity.Catalogue;
import secondsite.server.web.ProblemWords;

/** Tells problems with what the catalogue says of them, in the language that is asked for. The detail stays: it is evidence. */
@Singleton
public final class CatalogueWords implements ProblemWords {

    private static final int LONGEST = 200;

    private final Catalogue catalogue;

    @Inject
    public CatalogueWords(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Worded of(Problem problem, Optional<String> wanted) {
        String language = wanted.flatMap(CatalogueWords::language).orElse(Catalogue.LANGUAGES.getFirst());
        return catalogue.find(problem.code().code(), language)
                .map(text -> new Worded(problem.worded(text.message(), text.cause(), text.action()),
                        Optional.of(language)))
                .orElseGet(() -> new Worded(problem, Optional.empty()));
    }

    /** The best that there is; empty when nothing fits, or nobody can read what came. */
    private static Optional<String> language(String wanted) {
        if (wanted.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            List<LanguageRange> ranges = LanguageRange.parse(wanted);
            return Optional.ofNullable(Locale.lookupTag(ranges, Catalogue.LANGUAGES));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
