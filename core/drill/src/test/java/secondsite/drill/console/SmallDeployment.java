package secondsite.drill.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import secondsite.api.Json;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.SecurityClient;
import secondsite.api.security.SignIn;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.Shell;

/** A server and two machines' agents, real programs, for a console that is measured: prints where a session lies, and ends with its input. */
final class SmallDeployment {

    private static final String USER = "admin";
    private static final int DISK = 16 << 20;

    private SmallDeployment() {}

    /** As {@code secondsite login} keeps it. */
    private record SavedSession(String server, String authority, String user, String token) {}

    public static void main(String[] words) throws IOException {
        Path folder = Files.createTempDirectory("small");
        try (var deployment = new ManagedDeployment(folder)) {
            for (String name : List.of("web", "db")) {
                deployment.machine(name, Map.of("system", Files.write(folder.resolve(name + ".raw"), new byte[DISK])));
                deployment.known(name);
            }
            String token = SecurityClient.token(deployment.address(), new Fingerprint(deployment.authority()),
                    new SignIn(USER, deployment.firstPassword()));
            Path session = folder.resolve("session.json");
            Files.write(session, Json.write(new SavedSession(deployment.address().toString(), deployment.authority(),
                    USER, token)));
            System.out.println(session);
            System.in.read();
        } finally {
            Shell.run("rm", "-rf", folder.toString());
        }
    }
}
