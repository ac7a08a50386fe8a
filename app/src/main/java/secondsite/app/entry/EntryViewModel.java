package secondsite.app.entry;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import secondsite.api.client.Fingerprint;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;
import secondsite.app.kept.Profiles;
import secondsite.app.session.Catalogue;
import secondsite.app.session.Session;

/** Somebody signs in: at a server known from here, or at another one. Each field is checked as it is typed. */
@Singleton
public final class EntryViewModel {

    private final Tasks tasks;
    private final Texts texts;
    private final Profiles profiles;
    private final ObservableList<Profile> known = FXCollections.observableArrayList();
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty server = new SimpleStringProperty("https://");
    private final StringProperty authority = new SimpleStringProperty("");
    private final StringProperty user = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");
    private final ObjectProperty<Environment> environment = new SimpleObjectProperty<>(Environment.PRODUCTION);
    private final BooleanProperty guide = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final StringBinding serverFault = Bindings.createStringBinding(this::checkServer, server);
    private final StringBinding authorityFault = Bindings.createStringBinding(this::checkAuthority, authority);
    private final BooleanBinding complete = serverFault.isEmpty().and(authorityFault.isEmpty())
            .and(Bindings.createBooleanBinding(this::filled, server, authority, user, password)).and(busy.not());
    private Consumer<SignedIn> entered = _ -> {
    };

    @Inject
    public EntryViewModel(Tasks tasks, Texts texts, Profiles profiles) {
        this.tasks = tasks;
        this.texts = texts;
        this.profiles = profiles;
    }

    /** @param then what happens when somebody is signed in */
    public void onEntered(Consumer<SignedIn> then) {
        entered = then;
    }

    /** Looks which servers are known. @param first the form is filled with the first one for which this holds */
    public void load(Predicate<Profile> first) {
        tasks.run(profiles::all, all -> {
            known.setAll(all);
            all.stream().filter(first).findFirst().ifPresent(this::choose);
        }, this::fail);
    }

    /** Fills the form with what is known of a server. */
    public void choose(Profile profile) {
        name.set(profile.name());
        server.set(profile.server().toString());
        authority.set(profile.authority());
        user.set(profile.user());
        environment.set(profile.environment());
        password.set("");
        problem.set("");
        guide.set(false);
    }

    /** Empties the form for a server that is not known yet. */
    public void other() {
        choose(new Profile("", URI.create("https://"), "", "", Environment.PRODUCTION));
    }

    public void forget(Profile profile) {
        tasks.run(() -> {
            profiles.forget(profile.name());
            return profiles.all();
        }, known::setAll, this::fail);
    }

    private String checkServer() {
        String text = server.get().strip();
        if (text.isEmpty() || "https://".startsWith(text)) {
            return "";
        }
        try {
            URI uri = new URI(text);
            boolean good = "https".equals(uri.getScheme()) && uri.getHost() != null
                    && (uri.getPath() == null || uri.getPath().isEmpty() || "/".equals(uri.getPath()));
            return good ? "" : texts.text("entry.server.fault");
        } catch (URISyntaxException _) {
            return texts.text("entry.server.fault");
        }
    }

    private String checkAuthority() {
        if (authority.get().isBlank()) {
            return "";
        }
        try {
            new Fingerprint(authority.get());
            return "";
        } catch (IllegalArgumentException _) {
            return texts.text("entry.authority.fault");
        }
    }

    private boolean filled() {
        return server.get().strip().length() > "https://".length() && !authority.get().isBlank()
                && !user.get().isBlank() && !password.get().isEmpty();
    }

    /** Signs in with what is in the form, when it is complete. */
    public void signIn() {
        if (!complete.get()) {
            return;
        }
        Profile profile = profile();
        String secret = password.get();
        begin(() -> Session.signIn(profile, profile.user(), secret));
    }

    /** Goes on with a session that was begun elsewhere. */
    public void enter(Profile profile, SigningIn resuming) {
        choose(profile);
        begin(resuming);
    }

    private Profile profile() {
        URI uri = URI.create(server.get().strip());
        String called = name.get().isBlank() ? uri.getHost() : name.get().strip();
        return new Profile(called, uri, new Fingerprint(authority.get()).text(), user.get().strip(),
                environment.get());
    }

    /** How somebody gets a session. May wait. */
    public interface SigningIn {
        Session begin() throws IOException;
    }

    private void begin(SigningIn signingIn) {
        busy.set(true);
        problem.set("");
        tasks.run(() -> {
            Session session = signingIn.begin();
            try {
                profiles.use(session.profile());
                return new SignedIn(session, Catalogue.ask(session, texts));
            } catch (IOException | RuntimeException e) {
                session.close();
                throw e;
            }
        }, in -> {
            busy.set(false);
            password.set("");
            entered.accept(in);
        }, this::fail);
    }

    private void fail(Exception why) {
        busy.set(false);
        problem.set(why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage());
    }

    /** Says why somebody who was signed in has to do it again. */
    public void tell(String why) {
        problem.set(why);
    }

    public ObservableList<Profile> known() {
        return known;
    }

    public StringProperty name() {
        return name;
    }

    public StringProperty server() {
        return server;
    }

    public StringProperty authority() {
        return authority;
    }

    public StringProperty user() {
        return user;
    }

    public StringProperty password() {
        return password;
    }

    public ObjectProperty<Environment> environment() {
        return environment;
    }

    /** Whether it is told how to set up a first server, instead of the form. */
    public BooleanProperty guide() {
        return guide;
    }

    /** What is wrong with the address; empty for nothing. */
    public StringBinding serverFault() {
        return serverFault;
    }

    /** What is wrong with the fingerprint; empty for nothing. */
    public StringBinding authorityFault() {
        return authorityFault;
    }

    /** Whether all is there to sign in with. */
    public BooleanBinding complete() {
        return complete;
    }

    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /** Why signing in did not go well; empty when nothing is wrong. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }
}
