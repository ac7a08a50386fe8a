package secondsite.app.words;

import jakarta.inject.Inject;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.Problem;
import secondsite.api.client.TransferException;
import secondsite.app.fx.Texts;
import secondsite.app.session.Catalogue;

/** Says why something could not be done: what happened, the evidence, what to do. */
public final class FailureText {

    private final Catalogue catalogue;
    private final Texts texts;
    private final ToldText told;

    @Inject
    public FailureText(Catalogue catalogue, Texts texts, ToldText told) {
        this.told = told;
        this.catalogue = catalogue;
        this.texts = texts;
    }

    public String of(Exception why) {
        if (why instanceof TransferException told && told.problem().isPresent()) {
            return of(told.problem().get());
        }
        if (why instanceof FileSystemException file) {
            return of(file);
        }
        return why instanceof TransferException
                ? texts.text("failure.unreached", why.getMessage())
                : String.valueOf(why.getMessage());
    }

    /** Their messages say no more than the file for some, and where it is not for all. */
    private String of(FileSystemException file) {
        String name = String.valueOf(file.getFile());
        return switch (file) {
            case AccessDeniedException _ -> texts.text("failure.file.denied", name);
            case NoSuchFileException _ -> texts.text("failure.file.missing", name);
            default -> texts.text("failure.file", name,
                    file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
        };
    }

    private String of(Problem problem) {
        List<String> said = new ArrayList<>();
        var known = catalogue.text(problem.code().code());
        said.add(known.map(text -> text.message()).orElse(problem.title()));
        if (problem.detail() != null) {
            said.add(told.of(problem.detail()));
        }
        known.map(text -> text.action()).filter(action -> !action.isEmpty()).ifPresent(said::add);
        return String.join("\n", said);
    }
}
