package secondsite.server.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;

/**
 * What a configuration server's first start leaves in its folder, made by a real one, once in a test run: three quarters of a first start
 * are slow hashes, keys and an empty database. What a server does at its first start is tested elsewhere.
 */
public final class FirstStart {

    private static FirstStart made;

    /** @param bytes null for a folder */
    private record Kept(byte[] bytes, Set<PosixFilePermission> permissions) {}

    private final Map<Path, Kept> files = new TreeMap<>();
    private final String passphrase;
    private final String password;

    private FirstStart(Path folder) throws IOException {
        var settings = new ConfigurationServerSettings(folder, new Listen("127.0.0.1", 0, 100, new Size(32 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        try (var server = ConfigurationServer.start(settings, InstantSource.system(), new SecureRandom())) {
            passphrase = server.newPassphrase().orElseThrow();
            password = server.firstPassword().orElseThrow();
        }
        for (Path each : all(folder)) {
            files.put(folder.relativize(each), new Kept(Files.isDirectory(each) ? null : Files.readAllBytes(each),
                    Files.getPosixFilePermissions(each)));
        }
    }

    /** As if a server that is called localhost had been started in this folder, which may be missing, and had ended. */
    public static synchronized FirstStart in(Path folder) throws IOException {
        if (made == null) {
            Path own = Files.createTempDirectory("first-start");
            try {
                made = new FirstStart(own);
            } finally {
                for (Path each : all(own).reversed()) {
                    Files.delete(each);
                }
            }
        }
        made.copy(folder);
        return made;
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private void copy(Path folder) throws IOException {
        for (Map.Entry<Path, Kept> each : files.entrySet()) {
            Path to = folder.resolve(each.getKey());
            if (each.getValue().bytes() == null) {
                Files.createDirectories(to);
            } else {
                Files.write(to, each.getValue().bytes());
            }
            Files.setPosixFilePermissions(to, each.getValue().permissions());
        }
    }

    /** With which programs join. */
    public String passphrase() {
        return passphrase;
    }

    /** Of the user {@code admin}. */
    public String password() {
        return password;
    }
}
