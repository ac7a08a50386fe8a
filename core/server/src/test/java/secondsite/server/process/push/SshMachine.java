package secondsite.server.process.push;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.TargetMachine;

/** A machine of installer/ssh-machine: a Debian of its own with a real OpenSSH server. Its help lists its users. */
public final class SshMachine implements AutoCloseable {

    /** Password of most users. */
    public static final String PASSWORD = "secret";
    /** That of the user {@code sign}. */
    public static final String SIGNS = "Größe 日本 \"'$!\\";

    private static final Path TOP = top();
    private static final Path SCRIPT = TOP.resolve("installer/ssh-machine");

    private final String name;
    private final String address;

    private SshMachine(String name, String address) {
        this.name = name;
        this.address = address;
    }

    /** The checkout. */
    public static Path checkout() {
        return TOP;
    }

    private static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("installer/ssh-machine"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** @param size of all that it can write. @param seen folders of this computer that it sees */
    public static SshMachine start(String size, Path... seen) throws IOException {
        assumeThat(System.getProperty("user.name")).as("machines of their own are made by root").isEqualTo("root");
        assumeThat(Files.exists(Path.of("/usr/sbin/debootstrap"))).as("a Debian is made by debootstrap").isTrue();
        List<String> words = new ArrayList<>(List.of("start", size));
        Arrays.stream(seen).map(Path::toString).forEach(words::add);
        String[] said = tool(words.toArray(String[]::new)).strip().split(" ");
        return new SshMachine(said[0], said[1]);
    }

    public String name() {
        return name;
    }

    public String address() {
        return address;
    }

    /** This computer, as the machine sees it. */
    public String host() {
        return address.substring(0, address.lastIndexOf('.')) + ".1";
    }

    /** Believed by its key, which is asked for the way a person does on the machine itself. */
    public TargetMachine target() throws IOException {
        return new TargetMachine(address, null, "web", fingerprint("ed25519"));
    }

    /** As {@code ssh-keygen} says it there. */
    public String fingerprint(String kind) throws IOException {
        return run("ssh-keygen", "-lf", "/etc/ssh/ssh_host_" + kind + "_key.pub").split(" ")[1];
    }

    /** A user by password. */
    public static MachineSignIn by(String user, String password) {
        return new MachineSignIn(user, password, null, null, null);
    }

    /** Root, by key. */
    public static MachineSignIn root() throws IOException {
        return new MachineSignIn("root", null, key(), null, null);
    }

    /** That of root, admin and free. */
    public static String key() throws IOException {
        return Files.readString(TOP.resolve("target/ssh-machine/key"));
    }

    /** Runs something there as root. @return what it said */
    public String run(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("run", name));
        all.addAll(Arrays.asList(command));
        return tool(all.toArray(String[]::new)).strip();
    }

    /** Runs a line of a shell there as root. */
    public String shell(String line) throws IOException {
        return run("sh", "-c", line);
    }

    /** Every file there is but those that every run of a machine writes, by name and kind. */
    public String everything() throws IOException {
        return shell(
                "find / -xdev -path /tmp -prune -o -printf '%p %y %m\\n' | grep -v -E '^/var/(log|lib/dpkg|lib/sudo|cache)|"
                        + "^/home/[^/]*/\\.(config|local|cache|sudo_as_admin)' | sort;"
                        + " ls -A /run | grep -v -x -e motd.dynamic -e services");
    }

    private static String tool(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(Arrays.asList(words));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.PIPE).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + out + err);
            }
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        tool("stop", name);
    }
}
