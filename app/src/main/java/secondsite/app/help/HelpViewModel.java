package secondsite.app.help;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.activity.ErrorText;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.wizard.Wizards;

/** What help there is for where the person is, and for what he looks for. */
@Singleton
public final class HelpViewModel {

    private static final int MOST_ERRORS = 30;

    /** Something that is explained. @param text of several paragraphs */
    record Article(String title, List<String> text) {}

    /** @param here about the screen or the wizard that is seen; empty while something is looked for */
    record Page(List<Article> here, List<Article> terms, List<Article> errors) {}

    private final Navigator navigator;
    private final Wizards wizards;
    private final Catalogue catalogue;
    private final Texts texts;
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final StringProperty query = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>();

    @Inject
    HelpViewModel(Navigator navigator, Wizards wizards, Catalogue catalogue, Texts texts) {
        this.navigator = navigator;
        this.wizards = wizards;
        this.catalogue = catalogue;
        this.texts = texts;
        InvalidationListener changed = _ -> look();
        List.of(navigator.place(), wizards.open(), open, query).forEach(each -> each.addListener(changed));
        look();
    }

    /** Says everything again, as after a change of the language. */
    void anew() {
        look();
    }

    private void look() {
        // Read, so that the next change is heard too.
        String wanted = query.get().strip().toLowerCase(Locale.ROOT);
        Screen screen = navigator.place().get().screen();
        boolean wizard = wizards.open().get() != null;
        if (open.get()) {
            page.set(new Page(wanted.isEmpty() ? here(screen, wizard) : List.of(),
                    terms().filter(article -> says(article, wanted)).toList(),
                    wanted.isEmpty() ? List.of() : errors(wanted)));
        }
    }

    private List<Article> here(Screen screen, boolean wizard) {
        return wizard
                ? List.of(new Article(wizards.open().get().title(), List.of(texts.text("help.wizard"))))
                : List.of(new Article(texts.text(screen.key()), List.of(texts.text("help.screen." + screen.name()))));
    }

    private Stream<Article> terms() {
        return Stream.of(Term.values())
                .map(term -> new Article(texts.text(term.nameKey()), List.of(texts.text(term.textKey()))));
    }

    private List<Article> errors(String wanted) {
        return catalogue.all().stream().map(this::error).filter(article -> says(article, wanted)).limit(MOST_ERRORS)
                .toList();
    }

    private Article error(ErrorText text) {
        return new Article(text.code(), Stream.of(text.message(), text.cause(), text.action())
                .filter(said -> said != null && !said.isEmpty()).toList());
    }

    private static boolean says(Article article, String wanted) {
        return wanted.isEmpty() || article.title().toLowerCase(Locale.ROOT).replace('_', ' ')
                .contains(wanted.replace('_', ' '))
                || article.text().stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** Opens it, or closes it; what was looked for is forgotten. */
    public void toggle() {
        query.set("");
        open.set(!open.get());
    }

    void close() {
        open.set(false);
    }

    BooleanProperty open() {
        return open;
    }

    StringProperty query() {
        return query;
    }

    ReadOnlyObjectProperty<Page> page() {
        return page.getReadOnlyProperty();
    }
}
