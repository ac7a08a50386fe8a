package secondsite.drill.installing;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.by;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PullRequest;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.server.process.push.SshMachine;

/** A machine that nobody reaches by SSH fetches its agent itself, by one line. */
@Timeout(300)
class PulledAgentTest extends SshDrill {

    /** What a pull left behind; Java's own folder is none of that, nor are folders of this computer that the machine sees. */
    private static final String LEFT = "ls -A /tmp | while read name; do mountpoint -q \"/tmp/$name\""
            + " || find \"/tmp/$name\" -xdev -type f; done | grep -v hsperfdata || true";

    @Test
    void aMachineThatNobodyReachesFetchesItsAgent() throws Exception {
        String line = deployment.installations().pull(new PullRequest("web")).line();
        String said = web().shell(line + " 2>&1");
        assertThat(said).contains("the agent web runs, and reports to " + deployment.asMachinesKnowIt());
        Patience.until("it reports", SshDeployment.PATIENCE, () -> known("web"));
        assertThat(version(web())).isEqualTo("installed 1.0");
        assertThat(web().shell("cat /var/lib/secondsite-agent/packages/installed.version")).isEqualTo("1.0");
        assertThat(web().shell(LEFT)).isEmpty();

        assertThat(web().shell("{ " + line + "; } 2>&1 || true")).contains("there is an agent already");
        SshMachine other = another();
        assertThat(other.shell("{ " + line.replace("SECONDSITE_NAME=web", "SECONDSITE_NAME=db") + "; } 2>&1 || true"))
                .as("a token is for once").contains("cannot be fetched");
        assertThat(version(other)).isEmpty();
        assertThat(other.shell(LEFT)).isEmpty();
        well(deployment.done(InstallationAction.UNINSTALL, by("admin", PASSWORD), null, web().target()));
    }

    @Test
    void aPullBelievesOnlyThisServerAndItsPackage() throws Exception {
        String line = deployment.installations().pull(new PullRequest(null)).line();
        assertThat(web().shell("{ " + line.replaceFirst("sha256//....", "sha256//AAAA") + "; } 2>&1 || true"))
                .contains("curl").doesNotContain("fetching");
        Path deb = deployment.packages().resolve("secondsite-agent_1.0_amd64.deb");
        String program = Shell.run("curl", "-sk", deployment.address() + "/v1/pull");
        assertThat(program).doesNotContain(line.replaceAll(".*SECONDSITE_TOKEN=([^ ]*).*", "$1"));
        LinkedPackage.deb(Files.createDirectories(folder.resolve("elsewhere")), "1.0", 500);
        Path changed = folder.resolve("elsewhere/secondsite-agent_1.0_amd64.deb");
        assertThat(Files.mismatch(deb, changed)).isNotEqualTo(-1);
        Files.copy(changed, deb, StandardCopyOption.REPLACE_EXISTING);
        web().shell("echo " + Base64.getEncoder().encodeToString(program.getBytes(StandardCharsets.UTF_8))
                + " | base64 -d >/program");
        String token = line.replaceAll(".*(SECONDSITE_TOKEN=[^ ]*).*", "$1");
        assertThat(web().shell(token + " sh /program 2>&1 || true")).contains("what came is not the package");
        assertThat(version(web())).isEmpty();
        assertThat(web().shell("rm /program; " + LEFT)).isEmpty();
    }
}
