package secondsite.drill.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.TlsIdentity;
import secondsite.drill.deployment.JavaProgram;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/** Real programs: a configuration server that starts with nothing, and an agent that joins it by what the server showed. */
class JoinTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern PASSPHRASE = Pattern.compile("passphrase +([0-9A-Z-]{35})");
    private static final Pattern AUTHORITY = Pattern.compile("authority +(sha256:[0-9a-f]{64})");
    private static final Pattern LISTENS = Pattern.compile("configuration server listens on 127.0.0.1:(\\d+)");

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private String shown(Pattern what) {
        var found = new String[1];
        Patience.until("the server shows " + what, START, () -> {
            Matcher matcher = what.matcher(read(folder.resolve("server.log")));
            found[0] = matcher.find() ? matcher.group(1) : null;
            return found[0] != null;
        });
        return found[0];
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAgentJoinsByWhatTheServerShowedAtItsFirstStart() throws Exception {
        Files.writeString(folder.resolve("server.yaml"), """
                roles: [configuration-server]
                configurationServer:
                  listen:
                    port: 0
                """);
        Program server = new Program("configuration server", folder.resolve("server.log"),
                JavaProgram.SERVER.command("server",
                        "--configuration", folder.resolve("server.yaml").toString()),
                cleanUp);
        server.start();
        String passphrase = shown(PASSPHRASE);
        String authority = shown(AUTHORITY);
        String url = "https://localhost:" + shown(LISTENS);
        Path secret = Files.writeString(folder.resolve("passphrase"), passphrase + "\n");

        Path own = folder.resolve("web");
        Shell.Result wrong = Shell.attempt(join(url, "sha256:" + "0".repeat(64), secret, own));
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.output()).contains("another deployment").contains(authority);
        assertThat(own.resolve("certificate.pem")).doesNotExist();

        Shell.run(join(url, authority, secret, own));
        TlsIdentity identity = TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
        assertThat(identity.certificate().getSubjectX500Principal().getName()).contains("web");
        assertThat(Shell.run("openssl", "verify", "-CAfile", own.resolve("authority.pem").toString(),
                own.resolve("certificate.pem").toString())).contains("OK");
        assertThat(own.resolve("request.pem")).doesNotExist();
        assertThat(Shell.attempt(join(url, authority, secret, own)).output()).contains("belongs to a deployment");
    }

    private static List<String> join(String url, String authority, Path secret, Path into)
            throws IOException {
        return JavaProgram.AGENT.command("agent", "join", "--server", url, "--authority", authority, "--name", "web",
                "--directory", into.toString(), "--passphrase-file", secret.toString());
    }
}
