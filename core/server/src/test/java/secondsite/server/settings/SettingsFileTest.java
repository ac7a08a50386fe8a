package secondsite.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

    private static final String WHOLE = """
            roles: [process-server, master-target]
            revoked: [a1b2]
            processServer:
              id: east
              listen:
                port: 4711
              cache:
                limit: 1 GiB
              disks:
                - id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10
                  agent: web
                  size: 20 GiB
                  target: https://keeper:9443
            masterTarget:
              retention:
                everything: 2 d
            """;

    @TempDir
    private Path directory;

    private ServerSettings read(String text) throws IOException {
        Path file = directory.resolve("server.yaml");
        Files.writeString(file, text);
        return SettingsFile.read(file);
    }

    @Test
    void whatIsWrittenHoldsAndTheDefaultsHoldForTheRest() throws IOException {
        ServerSettings settings = read(WHOLE);
        assertThat(settings.roles()).containsExactly(Role.PROCESS_SERVER, Role.MASTER_TARGET);
        assertThat(settings.revokedSerials()).extracting(Object::toString).containsExactly("41394");
        assertThat(settings.processServer().listen())
                .isEqualTo(new Listen("127.0.0.1", 4711, 4096, new Size(128 << 20)));
        assertThat(settings.processServer().cache().limit().bytes()).isEqualTo(1L << 30);
        assertThat(settings.processServer().disks().getFirst().size().bytes()).isEqualTo(20L << 30);
        assertThat(settings.masterTarget().retention().everything().duration()).isEqualTo(Duration.ofDays(2));
        assertThat(settings.masterTarget().retention().daily().duration()).isEqualTo(Duration.ofDays(14));
        assertThat(settings.masterTarget().seeds()).isEmpty();
    }

    @Test
    void foldersOfSeedsAreRelativeToTheFile() throws IOException {
        assertThat(read("masterTarget: {seeds: [images, /var/lib/images]}").masterTarget().seeds())
                .containsExactly(directory.resolve("images"), Path.of("/var/lib/images"));
    }

    @Test
    void pathsAreRelativeToTheFile() throws IOException {
        assertThat(read(WHOLE).processServer().cache().directory()).isEqualTo(directory.resolve("cache"));
        assertThat(read("masterTarget: {key: /etc/key.pem}").masterTarget().key()).isEqualTo(Path.of("/etc/key.pem"));
    }

    @Test
    void theDefaultsListenOnTheOwnMachineOnlyAndNeedNoPrivileges() throws IOException {
        ServerSettings defaults = read("");
        for (Listen listen : new Listen[]{defaults.processServer().listen(), defaults.masterTarget().listen()}) {
            assertThat(listen.host()).isEqualTo("127.0.0.1");
            assertThat(listen.port()).isGreaterThan(1023);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "    port: 4711                  |    prot: 4711             |6 |unknown field 'processServer.listen.prot'; possible are: bodies, connections, host, port",
            "    port: 4711                  |    port: many             |6 |'processServer.listen.port' is 'many'; a whole number is needed",
            "    port: 4711                  |    port: 99999            |6 |'port' is 99999; 0 to 65535 are possible",
            "    port: 4711                  |    port: 1.5              |6 |'processServer.listen.port'",
            "    limit: 1 GiB                |    limit: 1 GB            |8 |'1 GB' is no size",
            "    limit: 1 GiB                |    limit: 1 KiB           |8 |'limit' is 1 KiB; at least 16 MiB is needed",
            "      size: 20 GiB              |      size: []             |12|a size like 512 MiB is needed",
            "      agent: web                |      agent: ../web        |11|'agent' is '../web'; possible are letters",
            "https://keeper:9443             |http://keeper:9443         |13|'target' is 'http://keeper:9443'; write for instance https://keeper:9443",
            "6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10|4711                   |10|an id like",
            "[process-server, master-target] |[gateway]                  |1 |one of configuration-server, process-server, master-target is needed",
            "[process-server, master-target] |[process-server, process-server]|1|names PROCESS_SERVER twice",
            "everything: 2 d                 |everything: 30 d           |16|each must be at least as long as the one before",
            "everything: 2 d                 |everything: soon           |16|'soon' is no length of time",
            "  id: east                      |  id: [                    |6 |not valid YAML",
            "  id: east                      |  id: east~  id: west      |5 |not valid YAML: Duplicate field 'id'"})
    void aMistakeIsToldWithFileLineAndWhatIsPossible(String right, String wrong, int line, String said)
            throws IOException {
        assertThat(WHOLE).contains(right.strip());
        String text = WHOLE.replace(right.strip(), wrong.strip().replace("~", "\n"));
        assertThatThrownBy(() -> read(text)).isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(directory.resolve("server.yaml") + ":" + line + ": ")
                .hasMessageContaining(said);
    }

    @Test
    void aServerThatReportsSaysWhereItIsReached() throws IOException {
        String reports = """
                processServer:
                  listen:
                    host: 0.0.0.0
                  reportTo: https://keeper:19442
                """;
        assertThatThrownBy(() -> read(reports)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("'address' is missing");
        assertThat(read(reports + "  address: https://gateway.example:19443\n").processServer().address())
                .hasToString("https://gateway.example:19443");
        assertThatThrownBy(() -> read(reports.replace("https://keeper", "http://keeper")))
                .hasMessageContaining("'reportTo' is 'http://keeper:19442'");
    }

    @Test
    void withAConfigurationServerInTheSameProgramCertificatesMayBeLeftOut() throws IOException {
        assertThat(read("roles: [process-server]").processServer().certificate())
                .isEqualTo(directory.resolve("certificate.pem"));
        assertThat(read("roles: [configuration-server, process-server]").processServer().certificate()).isNull();
        assertThat(read("""
                roles: [configuration-server, process-server]
                processServer:
                  key: own.pem
                """).processServer().certificate()).isEqualTo(directory.resolve("certificate.pem"));
    }

    @Test
    void aFileThatIsNotThereIsMissing() {
        assertThatThrownBy(() -> SettingsFile.read(directory.resolve("nothing.yaml")))
                .isInstanceOf(SettingsException.class)
                .hasMessageEndingWith("nothing.yaml is missing");
    }

    @Test
    void everyDefaultIsExplainedOrNamedAfterWhatItIs() throws IOException {
        try (InputStream in = SettingsFile.class.getResourceAsStream("/defaults/server.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(read(text)).isEqualTo(read(""));
        }
    }

    @Test
    void sizesAndTimesAreReadAsTheyAreWritten() {
        assertThat(Size.parse("4096").bytes()).isEqualTo(4096);
        assertThat(Size.parse("3 TiB")).isEqualTo(new Size(3L << 40)).hasToString("3 TiB");
        assertThat(new Size(1536)).hasToString("1536");
        assertThat(Span.parse("90 s").duration()).isEqualTo(Duration.ofSeconds(90));
        assertThatThrownBy(() -> Size.parse("99999999 TiB")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Size.parse("-1")).isInstanceOf(IllegalArgumentException.class);
    }
}
