package secondsite.drill.installing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.drill.tools.Shell;
import secondsite.server.process.push.SshMachine;

/**
 * The agent's package as installer/packages makes it, with its launcher, unit and scripts, but for its jars and its Java: those are the
 * ones of this computer, which the machine sees. So it is made in a moment.
 */
final class LinkedPackage {

    private static final Path AGENT = SshMachine.checkout().resolve("installer/linux/agent");
    private static final String HOME = "usr/lib/secondsite-agent";

    private LinkedPackage() {}

    /** What a machine has to see, so that the agent runs there. */
    static Path[] seen() {
        return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), classPath().map(LinkedPackage::top))
                .distinct().toArray(Path[]::new);
    }

    private static Stream<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(Files::exists).map(Path::toAbsolutePath).filter(LinkedPackage::ofTheAgent);
    }

    /** What only tests need would write its log into the machine. */
    private static boolean ofTheAgent(Path entry) {
        return !entry.toString().contains("drill") && !entry.toString().contains("test");
    }

    /** The checkout, or the repository of libraries. */
    private static Path top(Path entry) {
        if (entry.startsWith(SshMachine.checkout())) {
            return SshMachine.checkout();
        }
        Path folder = entry;
        while (folder.getParent() != null && !folder.getFileName().toString().equals("repository")) {
            folder = folder.getParent();
        }
        return folder.getParent() == null ? entry : folder;
    }

    /** @param filling bytes that make it larger */
    static Path deb(Path folder, String version, int filling) throws IOException {
        Path root = Files.createTempDirectory(folder, "root");
        copy("secondsite-agent", root.resolve("usr/bin/secondsite-agent"), "rwxr-xr-x");
        copy("secondsite-agent.service", root.resolve("usr/lib/systemd/system/secondsite-agent.service"), "rw-r--r--");
        copy("agent.env", root.resolve("etc/secondsite/agent.env"), "rw-r--r--");
        Files.createDirectories(root.resolve(HOME).resolve("runtime/bin"));
        Files.createSymbolicLink(root.resolve(HOME).resolve("runtime/bin/java"),
                Path.of(System.getProperty("java.home")).resolve("bin/java"));
        write(root.resolve(HOME).resolve("java.options"),
                "-Xmx256m\n-XX:+UseSerialGC\n--enable-native-access=ALL-UNNAMED\n"
                        + "-cp\n" + classPath().map(Path::toString).collect(Collectors.joining(File.pathSeparator))
                        + "\n",
                "rw-r--r--");
        byte[] bytes = new byte[filling];
        new Random(version.hashCode()).nextBytes(bytes);
        Files.write(root.resolve(HOME).resolve("filling"), bytes);
        write(root.resolve("DEBIAN/control"), "Package: secondsite-agent\nVersion: " + version
                + "\nArchitecture: amd64\nMaintainer: nobody <nobody@secondsite.invalid>\nDescription: linked\n",
                "rw-r--r--");
        write(root.resolve("DEBIAN/conffiles"), "/etc/secondsite/agent.env\n", "rw-r--r--");
        scripts(root);
        Path file = folder.resolve("secondsite-agent_" + version + "_amd64.deb");
        Shell.run("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", root.toString(), file.toString());
        Shell.run("rm", "-rf", root.toString());
        return file;
    }

    /** As installer/packages writes them, by its own hand. */
    private static void scripts(Path root) throws IOException {
        String script = """
                . '%s/installer/packages'
                describe agent
                root='%s'
                { printf '#!/bin/sh\\nset -e\\n[ "$1" = configure ] || exit 0\\nif [ -n "${2:-}" ]; then upgrade=yes; else upgrade=no; fi\\n'
                  script_after_install; } >"$root/DEBIAN/postinst"
                { printf '#!/bin/sh\\nset -e\\nif [ "$1" = remove ]; then upgrade=no; else upgrade=yes; fi\\n'; script_before_removal; } >"$root/DEBIAN/prerm"
                { printf '#!/bin/sh\\nset -e\\n'; script_after_removal; printf '[ "$1" = purge ] || exit 0\\n'; script_purge; } >"$root/DEBIAN/postrm"
                chmod 755 "$root"/DEBIAN/postinst "$root"/DEBIAN/prerm "$root"/DEBIAN/postrm
                """
                .formatted(SshMachine.checkout(), root);
        Shell.run("bash", "-c", script);
    }

    private static void copy(String name, Path to, String permissions) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(AGENT.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(permissions));
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
