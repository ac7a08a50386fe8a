package secondsite.server.process.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import secondsite.api.installation.AgentPackage;

/**
 * Stands in for the agent's package, in its place and layout, with a shell script in the place of the agent: one that joins by writing down
 * what it was told, and runs by sleeping. Whoever tests the agent itself takes the real one.
 */
public final class SmallPackage {

    private static final String SCRIPT = """
            #!/bin/sh
            # Stands in for the agent.
            set -eu
            verb=$1
            shift
            case $verb in
              join)
                while [ "$#" -gt 0 ]; do
                  case $1 in
                    --name) name=$2 ;;
                    --server) server=$2 ;;
                    --token-file) token=$(cat "$2") ;;
                  esac
                  shift 2
                done
                if [ "$token" = refused ]; then echo "the token is wrong" >&2; exit 1; fi
                if [ -e /root/joining-is-slow ]; then sleep 3; fi
                mkdir -p /etc/secondsite
                cp /usr/share/secondsite-agent/authority.pem /var/lib/secondsite-agent/authority.pem
                echo certificate >/var/lib/secondsite-agent/certificate.pem
                echo key >/var/lib/secondsite-agent/key.pem
                printf 'agent:\\n  id: "%s"\\n# %s %s\\n' "$name" "$server" "$token" >/etc/secondsite/agent.yaml
                ;;
              run)
                if [ -e /root/agent-fails ]; then echo "it is told to fail"; exit 1; fi
                mkdir -p /var/lib/secondsite-agent/spool
                echo "version VERSION runs"
                exec sleep 100000
                ;;
              version) echo VERSION ;;
            esac
            """;

    private static final String UNIT = """
            [Service]
            ExecStart=/usr/bin/secondsite-agent run
            """;

    private static final String AFTER_INSTALL = """
            #!/bin/sh
            set -e
            [ "$1" = configure ] || exit 0
            install -d -m 700 /var/lib/secondsite-agent
            if [ -e /root/installation-fails ]; then echo "this script is told to fail" >&2; exit 1; fi
            if [ -e /root/installation-waits ]; then touch /root/installation-began; while [ -e /root/installation-waits ]; do sleep 0.1; done; fi
            if [ -n "${2:-}" ] && [ -d /run/systemd/system ]; then systemctl try-restart secondsite-agent.service; fi
            """;

    private static final String BEFORE_REMOVAL = """
            #!/bin/sh
            set -e
            if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now secondsite-agent.service; fi
            """;

    private SmallPackage() {}

    /** @param authority that its agent says to have joined, in PEM. @param fill bytes that cannot be packed smaller */
    public static Path deb(Path folder, String version, String authority, int fill) throws IOException {
        Path root = root(folder, version, authority, fill);
        write(root.resolve("DEBIAN/control"), "Package: secondsite-agent\nVersion: " + version
                + "\nArchitecture: all\nMaintainer: nobody <nobody@secondsite.invalid>\nDescription: stands in\n",
                "rw-r--r--");
        write(root.resolve("DEBIAN/conffiles"), "/etc/secondsite/agent.env\n", "rw-r--r--");
        write(root.resolve("DEBIAN/postinst"), AFTER_INSTALL, "rwxr-xr-x");
        write(root.resolve("DEBIAN/prerm"), BEFORE_REMOVAL, "rwxr-xr-x");
        Path file = folder.resolve("secondsite-agent_" + version + "_amd64.deb");
        run("dpkg-deb", "--root-owner-group", "-Zgzip", "--build", root.toString(), file.toString());
        return file;
    }

    private static Path root(Path folder, String version, String authority, int fill) throws IOException {
        Path root = Files.createTempDirectory(folder, "root");
        write(root.resolve("usr/bin/secondsite-agent"), SCRIPT.replace("VERSION", version), "rwxr-xr-x");
        write(root.resolve("usr/lib/systemd/system/secondsite-agent.service"), UNIT, "rw-r--r--");
        write(root.resolve("usr/share/secondsite-agent/authority.pem"), authority, "rw-r--r--");
        write(root.resolve("etc/secondsite/agent.env"), "SECONDSITE_JAVA_OPTIONS=\"\"\n", "rw-r--r--");
        byte[] filling = new byte[fill];
        new Random(version.hashCode()).nextBytes(filling);
        Files.createDirectories(root.resolve("usr/lib/secondsite-agent"));
        Files.write(root.resolve("usr/lib/secondsite-agent/program"), filling);
        return root;
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The same for rpm. */
    static Path rpm(Path folder, String version, String authority, int fill) throws IOException {
        Path root = root(folder, version, authority, fill);
        return rpm(folder, "secondsite-agent", version, root, """
                %post
                install -d -m 700 /var/lib/secondsite-agent
                if [ "$1" -gt 1 ]; then systemctl try-restart secondsite-agent.service; fi
                %preun
                if [ "$1" = 0 ]; then systemctl disable --now secondsite-agent.service; fi
                %files
                /usr/bin/secondsite-agent
                /usr/lib/systemd/system/secondsite-agent.service
                /usr/share/secondsite-agent
                /usr/lib/secondsite-agent
                %config(noreplace) /etc/secondsite/agent.env
                """);
    }

    /** @param rest of its description, from the scripts on */
    static Path rpm(Path folder, String name, String version, Path root, String rest) throws IOException {
        Path spec = folder.resolve(name + ".spec");
        Files.writeString(spec, """
                %%global debug_package %%{nil}
                %%global __os_install_post %%{nil}
                Name: %s
                Version: %s
                Release: 1
                Summary: stands in
                License: none
                AutoReqProv: no
                Provides: %s
                %%description
                Stands in.
                %%install
                cp -a %s/. %%{buildroot}
                """.formatted(name, version, name.equals("glibc") ? "/bin/sh" : "agent", root) + rest);
        run("rpmbuild", "-bb", "--define", "_topdir " + folder.resolve("rpmbuild"), "--target", "x86_64",
                spec.toString());
        String file = name + "-" + version + "-1.x86_64.rpm";
        return Files.move(folder.resolve("rpmbuild/RPMS/x86_64").resolve(file), folder.resolve(file));
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** As a configuration server tells of it. */
    public static AgentPackage told(Path file, String version) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        AgentPackage.Kind kind = file.toString().endsWith(".deb") ? AgentPackage.Kind.DEB : AgentPackage.Kind.RPM;
        return new AgentPackage(file.getFileName().toString(), version, kind, "x86_64", bytes.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
