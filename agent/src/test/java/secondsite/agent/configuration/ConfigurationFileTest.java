package secondsite.agent.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry.Capturing;

class ConfigurationFileTest {

    private static final String IDENTITY = """
            agent:
              id: machine
              certificate: certificate.pem
              key: key.pem
              authority: authority.pem
            """;
    private static final String SMALLEST = IDENTITY + """
            processServer:
              url: https://127.0.0.1:19443
            """;
    private static final String MANAGED = IDENTITY + """
            configurationServer:
              url: https://keeper.example:19442
            """;

    @TempDir
    private Path folder;

    @Test
    void theShippedFileSaysWhatHoldsWhenFieldsAreLeftOut() throws IOException {
        assertThat(read(shipped())).isEqualTo(read(SMALLEST));
    }

    @Test
    void theExamplesInTheShippedFileCanBeUsed() throws IOException {
        String used = shipped().replace("disks: []", "disks:").replaceAll("(?m)^#(  |group:)", "$1")
                .replaceAll("(?m)^ +tcp: 127.*$", "");
        AgentConfiguration.DiskEntry disk = read(used).disks().getFirst();
        assertThat(disk.id()).isEqualTo(UUID.fromString("6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10"));
        assertThat(disk.size().bytes()).isEqualTo(20L << 30);
        assertThat(disk.nbd().unix()).isEqualTo(folder.resolve("root.sock"));
        assertThat(disk.file()).isEqualTo(Path.of("/dev/vg0/root"));
        assertThat(read(used).group().socket().getPort()).isEqualTo(20004);
    }

    @Test
    void theExamplesForAManagedAgentCanBeUsed() throws IOException {
        List<String> server = shipped().lines().filter(line -> line.startsWith("#configurationServer:")).toList();
        List<String> machine = shipped().lines().filter(line -> line.startsWith("#machine:")).toList();
        assertThat(read(IDENTITY + server.getFirst().substring(1)).configurationServer().ask())
                .isEqualTo(read(MANAGED).configurationServer().ask());
        assertThat(read(MANAGED + machine.getFirst().substring(1)).machine().qmp()).isNotNull();
        assertThat(read(MANAGED + machine.getLast().substring(1)).machine().state()).hasSize(2);
    }

    @Test
    void readsEveryField() throws IOException {
        AgentConfiguration read = read(
                SMALLEST + """
                        shipping: {bandwidth: 5 MiB, compress: false}
                        spool: {directory: /var/spool/x, limit: 1 GiB, reserve: 0}
                        resync: {automatic: false}
                        control: sockets/c
                        disks:
                          - {id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10, name: a, file: a.img, size: 1048576, epoch: 3, nbd: {tcp: "127.0.0.1:10810"}}
                        """);
        assertThat(read.processServer().url()).isEqualTo(URI.create("https://127.0.0.1:19443"));
        assertThat(read.agent().key()).isEqualTo(folder.resolve("key.pem"));
        assertThat(read.shipping()).isEqualTo(new AgentConfiguration.Shipping(new Size(5 << 20), false));
        assertThat(read.spool().directory()).isEqualTo(Path.of("/var/spool/x"));
        assertThat(read.resync().automatic()).isFalse();
        assertThat(read.control()).isEqualTo(folder.resolve("sockets/c"));
        assertThat(read.disks().getFirst().nbd().tcp().getPort()).isEqualTo(10810);
        assertThat(read.disks().getFirst().epoch()).isEqualTo(3);
    }

    @Test
    void theMachinesPowerIsASocketOrThreeCommands() throws IOException {
        assertThat(read(MANAGED + "machine: {qmp: q.sock}\n").machine().qmp()).isEqualTo(folder.resolve("q.sock"));
        String commands = "machine: {state: [/a, b], shutDown: [/c], forceOff: [/d]}\n";
        assertThat(read(MANAGED + commands).machine().state()).containsExactly("/a", "b");
        for (String wrong : List.of("machine: {}", "machine: {state: [a], shutDown: [c]}",
                "machine: {qmp: q, state: [a]}", "machine: {state: [], shutDown: [c], forceOff: [d]}")) {
            assertThatThrownBy(() -> read(MANAGED + wrong + "\n")).as(wrong)
                    .hasMessageContaining("either qmp: a socket, or three commands");
        }
        assertThatThrownBy(() -> read(MANAGED + commands.replace("/a", "a"))).hasMessageContaining("absolute path");
        assertThatThrownBy(() -> read(SMALLEST + commands)).hasMessageContaining("only a configurationServer");
    }

    @Test
    void theFolderOfImagesIsForAManagedAgentAndHasNoDefault() throws IOException {
        List<String> images = shipped().lines().filter(line -> line.startsWith("#images:")).toList();
        assertThat(read(MANAGED + images.getFirst().substring(1)).images()).isEqualTo(folder.resolve("images"));
        assertThat(read(MANAGED).images()).isNull();
        assertThatThrownBy(() -> read(SMALLEST + "images: images\n")).hasMessageContaining("agent.yaml:8: ")
                .hasMessageContaining("only a configurationServer");
    }

    @Test
    void theServerIsAskedForTenSecondsUnlessTheFileSaysOtherwise() throws IOException {
        assertThat(read(MANAGED).configurationServer().ask().duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read(MANAGED + "  ask: 2 min\n").configurationServer().ask().duration())
                .isEqualTo(Duration.ofMinutes(2));
        assertThatThrownBy(() -> read(MANAGED + "  ask: 2 h\n")).hasMessageContaining("longer than an hour");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bandwith: 5 MiB                          | 8 | no field 'bandwith'
            shipping: {bandwidth: 5 parsecs}         | 8 | '5 parsecs' is no size
            spool: {limit: 1 MiB}                    | 8 | 4 MiB
            agent: {id: again}                       | 8 | Duplicate
            control: [                               | 8 | control
            disks: [{id: 5}]                         | 8 | disks
            disks: [{name: a}]                       | 8 | id
            """)
    void namesTheLineOfAMistake(String mistake, int line, String said) throws IOException {
        assertThatThrownBy(() -> read(SMALLEST + mistake + "\n")).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agent.yaml:" + line + ": ").hasMessageContaining(said);
    }

    @Test
    void refusesWhatIsMissingAndWhatIsNoAddress() {
        assertThatThrownBy(() -> read("agent: {id: a}")).hasMessageContaining("certificate");
        assertThatThrownBy(() -> read("")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> read(SMALLEST.replace("https://127.0.0.1:19443", "http://nowhere")))
                .hasMessageContaining("agent.yaml:6: ").hasMessageContaining("no address");
        assertThatThrownBy(() -> ConfigurationFile.read(folder.resolve("missing")))
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> read(SMALLEST + disk("{tcp: \"8.8.8.8:10809\"}"))).hasMessageContaining("loopback");
        assertThatThrownBy(() -> read(SMALLEST + disk("{}"))).hasMessageContaining("either");
    }

    @Test
    void aDiskIsServedOrADeviceAndNeverBoth() throws IOException {
        String id = "{id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10, name: a, size: 5, ";
        var disk = read(SMALLEST + "disks: [" + id + "device: /dev/sda}]\n").disks().getFirst();
        assertThat(disk.isServed()).isFalse();
        assertThat(disk.place()).isEqualTo("/dev/sda");
        for (String wrong : List.of("device: /dev/sda, file: a}", "device: /dev/sda, nbd: {unix: a}}", "file: a}",
                "nbd: {unix: a}}")) {
            assertThatThrownBy(() -> read(SMALLEST + "disks: [" + id + wrong + "]\n"))
                    .isInstanceOf(ConfigurationException.class).hasMessageContaining("or it is a device");
        }
        assertThat(disk.capture()).isEqualTo(Capturing.TRACKING);
        assertThat(read(SMALLEST + "disks: [" + id + "device: a.img, capture: scan}]\n").disks().getFirst().capture())
                .isEqualTo(Capturing.SCAN);
        assertThatThrownBy(() -> read(SMALLEST + "disks: [" + id + "device: a.img, capture: split}]\n"))
                .hasMessageContaining("tracking or scan");
        assertThatThrownBy(() -> read(SMALLEST + "tracking: {freeze: 2 h}\n")).hasMessageContaining("minute");
    }

    @Test
    void aGuestsDiskIsKnownByItsMonitorOrByLibvirt() throws Exception {
        String id = "{id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10, name: a, size: 5, guest: ";
        var disk = read(SMALLEST + "disks: [" + id + "{qmp: a.qmp, disk: disk0}}]\n").disks().getFirst();
        assertThat(disk.capture()).isEqualTo(Capturing.MIRROR);
        assertThat(disk.isServed()).isFalse();
        assertThat(disk.guest().qmp()).isAbsolute();
        assertThat(disk.place()).contains("disk0").contains("a.qmp");
        var other = read(SMALLEST + "disks: [" + id + "{libvirt: web, disk: vda, sockets: s}}]\n").disks().getFirst();
        assertThat(other.guest().connect()).isEqualTo("qemu:///system");
        assertThat(other.guest().sockets()).isAbsolute();
        Map<String, String> wrong = Map.of("{disk: vda}", "either by qmp", "{qmp: a, libvirt: b, disk: vda}",
                "either by qmp", "{qmp: a}", "disk", "{libvirt: b, disk: vda, connect: 'qemu+ssh://other/system'}",
                "no libvirt of this machine", "{qmp: a, disk: vda, connect: 'qemu:///system'}",
                "only a guest of libvirt",
                "{qmp: a, disk: ' '}", "1 to 255");
        wrong.forEach((guest, why) -> assertThatThrownBy(() -> read(SMALLEST + "disks: [" + id + guest + "}]\n"))
                .as(guest).isInstanceOf(ConfigurationException.class).hasMessageContaining(why));
        assertThatThrownBy(() -> read(SMALLEST + "disks: [" + id + "{qmp: a, disk: b}, device: c}]\n"))
                .hasMessageContaining("or a guest's");
        assertThatThrownBy(() -> read(SMALLEST + "disks: [" + id + "{qmp: a, disk: b}, capture: scan}]\n"))
                .hasMessageContaining("by: mirror");
    }

    private static String disk(String nbd) {
        return "disks: [{id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10, name: a, file: a, size: 5, nbd: " + nbd + "}]\n";
    }

    @Test
    void withAConfigurationServerTheRestIsTold() throws IOException {
        AgentConfiguration read = read(MANAGED + disk("{unix: a.sock}"));
        assertThat(read.managed()).isTrue();
        assertThat(read.configurationServer().url()).isEqualTo(URI.create("https://keeper.example:19442"));
        assertThat(read.processServer()).isNull();
        assertThat(read.disks().getFirst().epoch()).isNull();
        assertThat(read(SMALLEST + disk("{unix: a.sock}")).managed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            processServer: {url: "https://gateway:9443"}   | 8 | processServer: where to send is told
            shipping: {compress: false}                    | 8 | shipping: how to send is told
            resync: {automatic: false}                     | 8 | resync: when to compare is told
            """)
    void whatTheConfigurationServerTellsIsNotForTheFile(String field, int line, String said) {
        assertThatThrownBy(() -> read(MANAGED + field + "\n")).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agent.yaml:" + line + ": ").hasMessageContaining(said)
                .hasMessageContaining("by the configuration server; leave it out");
    }

    @Test
    void neitherIsTheEpochOfADisk() {
        String disks = """
                disks:
                  - id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10
                    name: a
                    file: a.img
                    size: 5
                    epoch: 2
                    nbd: {unix: a}
                """;
        assertThatThrownBy(() -> read(MANAGED + disks)).hasMessageContaining("agent.yaml:13: ")
                .hasMessageContaining("disks.[0].epoch: the epoch is told by the configuration server");
    }

    @Test
    void oneOfBothServersIsNeeded() {
        assertThatThrownBy(() -> read(IDENTITY)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("either processServer or configurationServer");
        assertThatThrownBy(() -> read(MANAGED.replace("https:", "http:"))).hasMessageContaining("agent.yaml:6: ")
                .hasMessageContaining("no address");
    }

    @Test
    void refusesTwoDisksOfOneFile() {
        String two = """
                disks:
                  - {id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10, name: a, file: a, size: 5, nbd: {unix: a}}
                  - {id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a11, name: b, file: a, size: 5, nbd: {unix: b}}
                """;
        assertThatThrownBy(() -> read(SMALLEST + two)).hasMessageContaining("same id, name, file or address");
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(Quantities.duration("5 min")).isEqualTo(Duration.ofMinutes(5));
        assertThatThrownBy(() -> Quantities.duration("5")).hasMessageContaining("no duration");
    }

    private AgentConfiguration read(String text) throws IOException {
        return ConfigurationFile.read(Files.writeString(folder.resolve("agent.yaml"), text));
    }

    private static String shipped() throws IOException {
        try (InputStream in = ConfigurationFile.class.getResourceAsStream("/defaults/agent.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
