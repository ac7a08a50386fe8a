package secondsite.app.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** The command line with which a program joins has all that its verb asks for. */
class JoiningTest {

    private static final URI SERVER = URI.create("https://core.example.net:19442");

    @Test
    void anAgentNeedsNoHost() {
        assertThat(new Joining(Joining.Program.AGENT, "db", "").command(SERVER, "sha256:ab", "T-1")).isEqualTo(
                "secondsite agent join --server https://core.example.net:19442 --authority sha256:ab --name db --directory db --token T-1");
    }

    @Test
    void aServerSaysItsRoleAndWhereItIsReached() {
        assertThat(new Joining(Joining.Program.MASTER_TARGET, "mt-2", "mt-2.example.net").command(SERVER, "sha256:ab",
                "T-1")).contains(" server join ", "--role master-target", "--name mt-2", "--host mt-2.example.net",
                        "--listen 0.0.0.0:19444", "--token-file /dev/stdin <<< T-1");
    }
}
