package secondsite.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the console's words are understood. */
class LaunchTest {

    @Test
    void valuesStandBehindTheirNamesOrAreJoinedToThem() {
        Launch launch = Launch
                .of(List.of("--server", "https://localhost:19442", "--session=/tmp/s", "--profile", "home"));
        assertThat(launch.server()).contains(URI.create("https://localhost:19442"));
        assertThat(launch.session()).contains(Path.of("/tmp/s"));
        assertThat(launch.profile()).contains("home");
        assertThat(launch.help()).isFalse();
    }

    @Test
    void whoAsksForHelpGetsIt() {
        assertThat(Launch.of(List.of("--server", "https://localhost:19442", "--help")).help()).isTrue();
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThatThrownBy(() -> Launch.of(List.of("--colour", "red"))).hasMessageContaining("--colour");
        assertThatThrownBy(() -> Launch.of(List.of("--server"))).hasMessageContaining("--server");
    }
}
