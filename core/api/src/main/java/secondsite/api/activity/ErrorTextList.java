package secondsite.api.activity;

import java.util.List;

/**
 * All that is said of codes, in one language.
 *
 * @param language {@code en} or {@code de}
 */
public record ErrorTextList(String language, List<ErrorText> errors) {

    public ErrorTextList {
        errors = List.copyOf(errors);
    }
}
