package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.agent.configuration.AgentConfiguration;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.configuration.StartingConfiguration;
import secondsite.agent.stage.LoopDevice;

/** The way from joining to a disk that is served: the file that is written, and what is added to it. */
class AddDiskTest {

    private static final String HEAD = """
            # A person's own words.
            agent: {id: machine, certificate: c.pem, key: k.pem, authority: a.pem}   # and here
            configurationServer: {url: "https://keeper:19442"}
            """;
    private static final String ONE = """
            disks:
            # the first one
            - id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10
              name: a   # a name
              file: a.img
              nbd:
                unix: a.sock   # its socket
              size: 5
            """;

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    private Path file() {
        return folder.resolve("agent.yaml");
    }

    private Path image() {
        return folder.resolve("root.img");
    }

    @BeforeEach
    void makeTheDisksFile() throws IOException {
        Files.write(image(), new byte[1 << 20]);
    }

    private Ended add(String... words) {
        var all = new ArrayList<>(List.of("agent", "add-disk", "--configuration", file().toString()));
        all.addAll(List.of(words));
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private Ended addRoot() {
        return add("--name", "root", "--file", image().toString(), "--unix", "root.sock");
    }

    @Test
    void theConfigurationOfAJoinedMachineTakesADisk() throws IOException {
        var starting = new StartingConfiguration(folder);
        starting.prepare("db.1", URI.create("https://keeper:19442"));
        assertThat(starting.isPrepared()).isTrue();
        assertThat(starting.finish()).isTrue();
        AgentConfiguration written = ConfigurationFile.read(file());
        assertThat(written.agent().id()).isEqualTo("db.1");
        assertThat(written.configurationServer().url()).isEqualTo(URI.create("https://keeper:19442"));
        assertThat(written.disks()).isEmpty();
        Ended ended = addRoot();
        assertThat(ended.code()).as(ended.err()).isZero();
        AgentConfiguration.DiskEntry disk = ConfigurationFile.read(file()).disks().getFirst();
        assertThat(ended.out()).contains(disk.id().toString()).contains("1.0 MiB");
        assertThat(disk.name()).isEqualTo("root");
        assertThat(disk.file()).isEqualTo(image());
        assertThat(disk.size().bytes()).isEqualTo(1 << 20);
        assertThat(disk.nbd().unix()).isEqualTo(folder.resolve("root.sock"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
    }

    @Test
    void aConfigurationMayLieApartFromWhatTheAgentKeeps() throws IOException {
        Path state = folder.resolve("kept \"here\"");
        var starting = new StartingConfiguration(file(), state);
        starting.prepare("db.1", URI.create("https://keeper:19442"));
        assertThat(starting.finish()).isTrue();
        AgentConfiguration written = ConfigurationFile.read(file());
        assertThat(starting.kept("a.sock")).isEqualTo(state.resolve("a.sock").toString());
        assertThat(List.of(written.agent().certificate(), written.agent().key(), written.agent().authority(),
                written.spool().directory(), written.control())).containsExactly(state.resolve("certificate.pem"),
                        state.resolve("key.pem"), state.resolve("authority.pem"), state.resolve("spool"),
                        state.resolve("control.sock"));
    }

    @Test
    void aConfigurationThatIsThereIsLeftAlone() throws IOException {
        Files.writeString(file(), HEAD);
        var starting = new StartingConfiguration(folder);
        starting.prepare("x", URI.create("https://other:1"));
        assertThat(starting.finish()).isFalse();
        assertThat(file()).hasContent(HEAD);
        assertThat(folder).isDirectoryNotContaining("glob:**joining");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "disks: []\n", "disks: []   # none yet\n", "disks:\n",
            "disks:   # none yet\n# more words\n",
            "disks: []\nspool: {limit: 1 GiB}\n", "spool: {limit: 1 GiB}"})
    void theFirstDiskIsAddedWhereItBelongs(String rest) throws IOException {
        Files.writeString(file(), HEAD + rest);
        AgentConfiguration before = ConfigurationFile.read(file());
        Ended ended = addRoot();
        assertThat(ended.code()).as(ended.err() + Files.readString(file())).isZero();
        AgentConfiguration after = ConfigurationFile.read(file());
        assertThat(after.disks()).singleElement().extracting("name").isEqualTo("root");
        assertThat(after.spool()).isEqualTo(before.spool());
        rest.lines().filter(line -> line.contains("#")).map(line -> line.substring(line.indexOf('#')))
                .forEach(comment -> assertThat(file()).content().contains(comment));
        assertThat(file()).content().startsWith(HEAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# behind it\n", "\n\nspool: {limit: 1 GiB}   # the end\n"})
    void anotherDiskIsAddedBehindTheLastAndNothingElseChanges(String rest) throws IOException {
        Files.writeString(file(), HEAD + ONE + rest);
        assertThat(addRoot().code()).isZero();
        assertThat(add("--name", "more", "--file", folder.resolve("new.img").toString(), "--size", "2 MiB", "--tcp",
                "10811").code()).isZero();
        assertThat(folder.resolve("new.img")).hasSize(2 << 20);
        AgentConfiguration after = ConfigurationFile.read(file());
        assertThat(after.disks()).extracting("name").containsExactly("a", "root", "more");
        assertThat(after.disks()).extracting("id").doesNotHaveDuplicates();
        assertThat(after.disks().getLast().nbd().tcp().getPort()).isEqualTo(10811);
        String text = Files.readString(file());
        assertThat(text).startsWith(HEAD + ONE).endsWith(rest);
    }

    @Test
    void deeperListsKeepTheirMargin() throws IOException {
        Files.writeString(file(), HEAD + ONE.indent(4).replaceFirst("    disks", "disks"));
        assertThat(addRoot().code()).isZero();
        assertThat(ConfigurationFile.read(file()).disks()).hasSize(2);
    }

    @Test
    void whatWouldBeWrongIsRefusedAndNothingChanges() throws IOException {
        Files.writeString(file(), HEAD + ONE);
        refused("same id, name, file or address", "--name", "a", "--file", image().toString(), "--unix", "root.sock");
        refused("same id, name, file or address", "--name", "root", "--file", image().toString(), "--unix", "a.sock");
        refused("no such file", "--name", "root", "--file", folder.resolve("missing").toString(), "--unix", "r.sock");
        refused("1048576 bytes, not 2097152", "--name", "root", "--file", image().toString(), "--size", "2 MiB",
                "--unix", "r.sock");
        refused("not on the loopback", "--name", "root", "--file", image().toString(), "--tcp", "8.8.8.8:10809");
        Files.writeString(file(), HEAD + "disks: [{id: 6f1c3c0e-7d8f-4a4b-9a53-0f6f8d8e2a10, name: a, file: a.img,"
                + " size: 5, nbd: {unix: a}}]\n");
        refused("written in brackets", "--name", "root", "--file", image().toString(), "--unix", "r.sock");
        Files.writeString(file(), HEAD + "disks: [   # none\n]\n");
        refused("written in brackets", "--name", "root", "--file", image().toString(), "--unix", "r.sock");
        Files.writeString(file(), HEAD + "disk: []\n");
        refused("no field 'disk'", "--name", "root", "--file", image().toString(), "--unix", "r.sock");
    }

    private void refused(String why, String... words) throws IOException {
        String before = Files.readString(file());
        Ended ended = add(words);
        assertThat(ended.code()).isNotZero();
        assertThat(ended.err()).contains(why);
        assertThat(file()).hasContent(before);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aDeviceThatItsMachineUsesByItselfIsAddedWithTheSizeThatItHas() throws Exception {
        LoopDevice.assumeLoops();
        Files.writeString(file(), HEAD + ONE);
        try (LoopDevice device = new LoopDevice(folder, 3 << 20)) {
            Ended ended = add("--name", "system", "--device", device.path().toString());
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).contains("capture it");
            AgentConfiguration.DiskEntry disk = ConfigurationFile.read(file()).disks().getLast();
            assertThat(disk.device()).isEqualTo(device.path());
            assertThat(disk.size().bytes()).isEqualTo(3 << 20);
            assertThat(disk.isServed()).isFalse();
            assertThat(add("--name", "other", "--device", device.path().toString(), "--size", "4 MiB").code())
                    .isEqualTo(1);
        }
        assertThat(add("--name", "x", "--device", folder.resolve("none").toString()).code()).isEqualTo(1);
        assertThat(add("--name", "x", "--device", "/dev/x", "--file", image().toString()).err())
                .contains("either --device, or --file");
        assertThat(add("--name", "x", "--unix", "x.sock").err()).contains("either --device, or --file");
    }
}
