package secondsite.server.configuration.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ErrorText;

/** What is said of errors is complete, in every language. */
class CatalogueTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    private final Catalogue catalogue;

    CatalogueTest() throws IOException {
        catalogue = new Catalogue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everyCodeHasItsTextsAndNoTextIsWithoutACode(String language) {
        assertThat(catalogue.all(language)).extracting(ErrorText::code)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Arrays.stream(ErrorCode.values()).map(Enum::name),
                        Arrays.stream(ProblemCode.values()).map(ProblemCode::code)).toList());
        assertThat(catalogue.all(language)).allSatisfy(text -> assertThat(texts(text)).as(text.code())
                .allSatisfy(part -> assertThat(part).isNotBlank().isEqualTo(part.strip()).endsWith(".")
                        .hasSizeBetween(10, 400)));
    }

    private static List<String> texts(ErrorText text) {
        return List.of(text.message(), text.cause(), text.action());
    }

    @Test
    void theLanguagesSayTheSameInTheSameOrder() {
        assertThat(catalogue.all("de")).extracting(ErrorText::code)
                .isEqualTo(catalogue.all("en").stream().map(ErrorText::code).toList());
        for (ErrorText english : catalogue.all("en")) {
            ErrorText german = catalogue.find(english.code(), "de").orElseThrow();
            assertThat(placeholders(german)).as(english.code()).isEqualTo(placeholders(english));
            assertThat(german.action()).as("%s is not translated", english.code()).isNotEqualTo(english.action());
            assertThat(german.message()).as("%s is not translated", english.code()).isNotEqualTo(english.message());
        }
    }

    private static List<List<String>> placeholders(ErrorText text) {
        return texts(text).stream()
                .map(part -> PLACEHOLDER.matcher(part).results().map(MatchResult::group).sorted().toList()).toList();
    }

    @Test
    void aCodeIsFoundByItsConstant() {
        assertThat(catalogue.text(ErrorCode.SPOOL_FULL, "de").message()).contains("Spool");
        assertThat(catalogue.text(ProblemCode.NOT_SIGNED_IN, "en").code()).isEqualTo("not-signed-in");
        assertThat(catalogue.find("NO_SUCH_CODE", "en")).isEmpty();
    }
}
