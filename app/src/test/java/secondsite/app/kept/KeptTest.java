package secondsite.app.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found again at the next start. */
class KeptTest {

    @TempDir
    private Path folder;

    private static Profile profile(String name) {
        return new Profile(name, URI.create("https://" + name + ".example.net:19442"), "sha256:" + "0".repeat(64),
                "admin", Environment.LAB);
    }

    @Test
    void theServerThatWasUsedLastComesFirstAndEachNameOnce() throws IOException {
        var profiles = new Profiles(folder);
        assertThat(profiles.all()).isEmpty();
        profiles.use(profile("one"));
        profiles.use(profile("two"));
        profiles.use(profile("one"));
        assertThat(new Profiles(folder).all()).containsExactly(profile("one"), profile("two"));
        profiles.forget("one");
        assertThat(new Profiles(folder).all()).containsExactly(profile("two"));
    }

    @Test
    void preferencesAreFoundAgainAndTheFileIsForItsOwnerOnly() throws IOException {
        var store = new PreferenceStore(folder);
        store.theme("DARK");
        store.narrowSidebar(true);
        store.window(new Preferences.Window(10, 20, 1280, 800, false));
        store.table("machines", "{}");
        assertThat(new PreferenceStore(folder).now()).isEqualTo(store.now());
        assertThat(store.now().theme()).isEqualTo("DARK");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("preferences.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void preferencesThatCannotBeReadKeepNobodyFromStarting() throws IOException {
        Files.writeString(folder.resolve("preferences.json"), "{ not json");
        assertThat(new PreferenceStore(folder).now()).isEqualTo(Preferences.FIRST);
    }
}
