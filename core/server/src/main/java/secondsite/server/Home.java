package secondsite.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a server without a configuration keeps everything. */
final class Home {

    static final String VARIABLE = "SECONDSITE_HOME";

    private static final Path OF_THE_MACHINE = Path.of("/var/lib/secondsite");

    private Home() {}

    /** {@code SECONDSITE_HOME} if it is set; for root {@code /var/lib/secondsite}, if that can be had; else a folder of the user. */
    static Path of(Map<String, String> environment, String user, Path userHome) {
        String told = environment.get(VARIABLE);
        if (told != null && !told.isBlank()) {
            return Path.of(told).toAbsolutePath().normalize();
        }
        Path there = Files.exists(OF_THE_MACHINE) ? OF_THE_MACHINE : OF_THE_MACHINE.getParent();
        return user.equals("root") && Files.isWritable(there)
                ? OF_THE_MACHINE
                : userHome.resolve(".local/share/secondsite").toAbsolutePath();
    }
}
