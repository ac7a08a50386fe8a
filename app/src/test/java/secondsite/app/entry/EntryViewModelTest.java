package secondsite.app.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;
import secondsite.app.kept.Profiles;

/** The form of somebody who signs in. */
class EntryViewModelTest {

    private static final String AUTHORITY = "sha256:" + "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;
    private EntryViewModel model;

    @BeforeEach
    void make() throws IOException {
        var profiles = new Profiles(folder);
        profiles.use(profile("lab"));
        profiles.use(profile("home"));
        model = new EntryViewModel(Tasks.inOrder(), new Texts(Language.ENGLISH), profiles);
    }

    private static Profile profile(String name) {
        return new Profile(name, URI.create("https://" + name + ".example.net:19442"), AUTHORITY, "a.weber",
                Environment.LAB);
    }

    @Test
    void eachFieldIsCheckedAsItIsTyped() {
        assertThat(model.serverFault().get()).isEmpty();
        model.server().set("http://core.example.net");
        assertThat(model.serverFault().get()).contains("https://");
        model.server().set("https://core.example.net:19442/v1");
        assertThat(model.serverFault().get()).isNotEmpty();
        model.server().set("https://core.example.net:19442");
        assertThat(model.serverFault().get()).isEmpty();
        model.authority().set("sha256:12");
        assertThat(model.authorityFault().get()).contains("64");
        model.authority().set(AUTHORITY);
        assertThat(model.authorityFault().get()).isEmpty();
    }

    @Test
    void onlyWhoHasFilledInEverythingCanSignIn() {
        model.choose(profile("core"));
        assertThat(model.complete().get()).isFalse();
        model.password().set("secret");
        assertThat(model.complete().get()).isTrue();
        model.user().set(" ");
        assertThat(model.complete().get()).isFalse();
    }

    @Test
    void theServerThatIsWantedIsInTheFormOtherwiseTheLastOne() {
        model.load(_ -> true);
        assertThat(model.known()).extracting(Profile::name).containsExactly("home", "lab");
        assertThat(model.name().get()).isEqualTo("home");
        model.load(known -> known.name().equals("lab"));
        assertThat(model.server().get()).isEqualTo("https://lab.example.net:19442");
        assertThat(model.password().get()).isEmpty();
    }

    @Test
    void aServerThatIsNotReachedIsSaidAndTheFormStays() {
        model.choose(new Profile("nobody", URI.create("https://127.0.0.1:1"), AUTHORITY, "a.weber", Environment.LAB));
        model.password().set("secret");
        model.signIn();
        assertThat(model.problem().get()).contains("127.0.0.1");
        assertThat(model.busy().get()).isFalse();
        assertThat(model.user().get()).isEqualTo("a.weber");
    }
}
