package secondsite.drill.tools;

import java.util.ArrayList;
import java.util.List;

/**
 * Two sites and the line between them: network namespaces joined by a pair of virtual interfaces. Cutting the line drops every packet,
 * as a digger does: nobody is told.
 */
public final class Sites {

    public static final String PRIMARY = "10.77.0.1";
    public static final String SECONDARY = "10.77.0.2";

    private final String primary;
    private final String secondary;
    private final String line;

    private Sites(long id) {
        primary = "secondsite-" + id + "-primary";
        secondary = "secondsite-" + id + "-secondary";
        line = "ss" + id % 100_000_000;
    }

    /** @param id tells these sites from those of another demo on the same machine */
    public static Sites build(long id, CleanUp cleanUp) {
        Sites sites = new Sites(id);
        cleanUp.later(sites::remove);
        for (String site : List.of(sites.primary, sites.secondary)) {
            Shell.run("ip", "netns", "add", site);
            Shell.run("ip", "-n", site, "link", "set", "lo", "up");
        }
        Shell.run("ip", "link", "add", sites.line + "p", "netns", sites.primary, "type", "veth", "peer", "name",
                sites.line + "s", "netns", sites.secondary);
        sites.connect(sites.primary, sites.line + "p", PRIMARY);
        sites.connect(sites.secondary, sites.line + "s", SECONDARY);
        return sites;
    }

    private void connect(String site, String device, String address) {
        Shell.run("ip", "-n", site, "address", "add", address + "/24", "dev", device);
        Shell.run("ip", "-n", site, "link", "set", device, "up");
    }

    public List<String> atPrimary(List<String> command) {
        return in(primary, command);
    }

    public List<String> atSecondary(List<String> command) {
        return in(secondary, command);
    }

    /** {@code nsenter} becomes the program, so that killing it kills the program. */
    private static List<String> in(String site, List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + site));
        all.addAll(command);
        return all;
    }

    public void cut() {
        Shell.run("ip", "-n", secondary, "link", "set", line + "s", "down");
    }

    public void mend() {
        Shell.run("ip", "-n", secondary, "link", "set", line + "s", "up");
    }

    private void remove() {
        Shell.attempt("ip", "netns", "delete", primary);
        Shell.attempt("ip", "netns", "delete", secondary);
    }
}
