package secondsite.app.infrastructure.agents;

import java.util.List;
import java.util.UUID;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.security.Credential;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Session;

/** With what is signed in on machines. Secrets are here as long as the wizard is open, and nowhere else. */
final class SignInViewModel {

    /** What there is to sign in with. */
    enum Way {
        PASSWORD, KEY, KEPT
    }

    private static final int LONGEST_USER = 200;
    private static final int LONGEST_SECRET = 1000;
    private static final int LONGEST_KEY = 20_000;

    private final Session session;
    private final Tasks tasks;
    private final Texts texts;
    private final ObjectProperty<Way> way = new SimpleObjectProperty<>(Way.PASSWORD);
    private final ReadOnlyObjectWrapper<List<Credential>> kept = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Credential> credential = new SimpleObjectProperty<>();
    private final StringProperty user = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty passphrase = new SimpleStringProperty("");
    private final StringProperty sudo = new SimpleStringProperty("");
    private final BooleanProperty trust = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private boolean asked;

    SignInViewModel(Session session, Tasks tasks, Texts texts) {
        this.session = session;
        this.tasks = tasks;
        this.texts = texts;
        for (Observable part : List.of(way, credential, user, password, key, passphrase, sudo)) {
            part.addListener(_ -> judge());
        }
        judge();
    }

    /** Asks once what is kept; if there is something, that is proposed. */
    void ask() {
        if (!asked) {
            asked = true;
            tasks.run(() -> session.credentials().credentials().credentials(), this::take, _ -> asked = false);
        }
    }

    void take(List<Credential> all) {
        kept.set(all.stream().filter(each -> each.kind() == Credential.Purpose.PUSH && each.readable()).toList());
        if (!kept.get().isEmpty() && credential.get() == null) {
            credential.set(kept.get().getFirst());
            if (user.get().isEmpty() && password.get().isEmpty() && key.get().isEmpty()) {
                way.set(Way.KEPT);
            }
        }
    }

    private void judge() {
        fault.set(wrong());
    }

    private String wrong() {
        if (way.get() == Way.KEPT) {
            return credential.get() == null ? texts.text("install.sign-in.none-kept") : "";
        }
        if (user.get().isBlank() || user.get().length() > LONGEST_USER) {
            return texts.text("install.sign-in.user.missing");
        }
        if (way.get() == Way.PASSWORD && password.get().isEmpty()) {
            return texts.text("install.sign-in.password.missing");
        }
        if (way.get() == Way.KEY && !key.get().contains("PRIVATE KEY-----")) {
            return texts.text("install.sign-in.key.missing");
        }
        boolean large = password.get().length() > LONGEST_SECRET || passphrase.get().length() > LONGEST_SECRET
                || sudo.get().length() > LONGEST_SECRET || key.get().length() > LONGEST_KEY;
        return large ? texts.text("install.sign-in.long") : "";
    }

    /** Null when a kept credential is named. */
    MachineSignIn signIn() {
        return switch (way.get()) {
            case KEPT -> null;
            case PASSWORD -> new MachineSignIn(user.get().strip(), password.get(), null, null, orNull(sudo));
            case KEY -> new MachineSignIn(user.get().strip(), null, key.get().strip() + "\n", orNull(passphrase),
                    orNull(sudo));
        };
    }

    private static String orNull(StringProperty typed) {
        return typed.get().isEmpty() ? null : typed.get();
    }

    /** Null when there is a sign-in. */
    UUID kept() {
        return way.get() == Way.KEPT ? credential.get().id() : null;
    }

    /** For people, without secrets. */
    String described() {
        return switch (way.get()) {
            case KEPT -> texts.text("install.sign-in.by-kept", credential.get().name(), credential.get().userName());
            case PASSWORD -> texts.text("install.sign-in.by-password", user.get().strip());
            case KEY -> texts.text("install.sign-in.by-key", user.get().strip());
        };
    }

    ObjectProperty<Way> way() {
        return way;
    }

    /** Those that are kept for machines. */
    ReadOnlyObjectProperty<List<Credential>> credentials() {
        return kept.getReadOnlyProperty();
    }

    ObjectProperty<Credential> credential() {
        return credential;
    }

    StringProperty user() {
        return user;
    }

    StringProperty password() {
        return password;
    }

    StringProperty key() {
        return key;
    }

    StringProperty passphrase() {
        return passphrase;
    }

    /** Empty for the same password, or none. */
    StringProperty sudo() {
        return sudo;
    }

    /** Whether machines whose keys are not known are believed. */
    BooleanProperty trust() {
        return trust;
    }

    /** Why nobody can go on; empty when one can. */
    ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }
}
