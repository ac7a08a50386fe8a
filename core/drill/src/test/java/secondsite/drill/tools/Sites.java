package secondsite.drill.tools;

import java.util.ArrayList;
import java.util.List;

/**
 * Two sites and the line between them: this process is at the second site, the primary site is a network namespace, and a pair of
 * virtual interfaces joins them. Cutting the line drops every packet, as a digger does: nobody is told. Needs root, and that this
 * process has a network of its own ({@code unshare --net}).
 */
public final class Sites {

    public static final String PRIMARY = "10.77.0.1";
    public static final String SECONDARY = "10.77.0.2";

    private final String primary;
    private final String line;

    private Sites(long id) {
        primary = "secondsite-" + id + "-primary";
        line = "ss" + id % 100_000_000;
    }

    /** @param id tells these sites from those of another demo on the same machine */
    public static Sites build(long id, CleanUp cleanUp) {
        Sites sites = new Sites(id);
        cleanUp.later(sites::remove);
        Shell.run("ip", "netns", "add", sites.primary);
        Shell.run("ip", "-n", sites.primary, "link", "set", "lo", "up");
        Shell.run("ip", "link", "set", "lo", "up");
        Shell.run("ip", "link", "add", sites.line + "p", "netns", sites.primary, "type", "veth", "peer", "name",
                sites.line + "s");
        Shell.run("ip", "-n", sites.primary, "address", "add", PRIMARY + "/24", "dev", sites.line + "p");
        Shell.run("ip", "-n", sites.primary, "link", "set", sites.line + "p", "up");
        Shell.run("ip", "address", "add", SECONDARY + "/24", "dev", sites.line + "s");
        Shell.run("ip", "link", "set", sites.line + "s", "up");
        return sites;
    }

    /** The command that runs another one at the primary site. {@code nsenter} becomes the program, so that killing it kills the program. */
    public List<String> atPrimary(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + primary));
        all.addAll(command);
        return all;
    }

    /** Name of the namespace that is the primary site. */
    public String primary() {
        return primary;
    }

    public void cut() {
        Shell.run("ip", "link", "set", line + "s", "down");
    }

    public void mend() {
        Shell.run("ip", "link", "set", line + "s", "up");
    }

    private void remove() {
        Shell.attempt("ip", "netns", "delete", primary);
    }
}
