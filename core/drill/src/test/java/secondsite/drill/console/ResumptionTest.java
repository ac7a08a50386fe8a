package secondsite.drill.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Json;
import secondsite.app.session.Resumption;
import secondsite.app.session.Session;

/** Going on with a session that {@code secondsite login} kept, before there is any window. */
class ResumptionTest {

    @TempDir
    Path folder;

    private Path kept(CrowdedServer server, String authority) throws IOException {
        return Files.write(folder.resolve("session.json"), Json.write(Map.of("server", server.address().toString(),
                "authority", authority, "user", CrowdedServer.USER, "token", "any")));
    }

    @Test
    void goesOnWhereTheSessionWasBegun() throws IOException {
        try (var server = new CrowdedServer(new Crowd(1), 1)) {
            Resumption begun = Resumption.begin(kept(server, server.authority()), Optional.of("home"));
            try (Session session = begun.session()) {
                assertThat(session.user()).isEqualTo(CrowdedServer.USER);
                assertThat(session.profile()).isEqualTo(begun.profile());
                assertThat(session.profile().name()).isEqualTo("home");
                assertThat(session.server()).isEqualTo(server.address());
            }
        }
    }

    @Test
    void aServerThatIsAnotherOneGetsNoToken() throws IOException {
        try (var server = new CrowdedServer(new Crowd(1), 1)) {
            Resumption begun = Resumption.begin(kept(server, "sha256:" + "0".repeat(64)), Optional.empty());
            assertThat(begun.profile().name()).isEqualTo("localhost");
            assertThatThrownBy(begun::session).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFileThatHoldsNoSessionIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("session.json"), "{}");
        Resumption begun = Resumption.begin(file, Optional.empty());
        assertThatThrownBy(begun::profile).isInstanceOf(IOException.class).hasMessage(file + ": holds no session");
        assertThatThrownBy(begun::session).isInstanceOf(IOException.class).hasMessage(file + ": holds no session");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.json");
        assertThatThrownBy(Resumption.begin(file, Optional.empty())::profile).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString());
    }
}
