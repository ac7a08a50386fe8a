package secondsite.drill.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** A network namespace that one line joins to this machine, and what can happen to the line. Needs root. */
final class Island {

    /** This machine's end of the line. */
    static final String MAINLAND = "10.78.0.1";

    private static final String OWN = "10.78.0.2";
    /** Its place in a line of the kernel's table. */
    private static final int SENT_BYTES = 9;
    private static final int LONG_ENOUGH_BYTES = 32 << 10;

    private final String name;
    private final String device;
    private final Tun here;
    private final Tun there;
    private final PacketLine line;

    private Island(long id) throws IOException {
        name = "secondsite-island-" + id;
        device = "si" + id % 100_000_000;
        here = Tun.open(device + "m");
        there = Tun.open(device);
        line = new PacketLine(here, there);
    }

    /** @param id tells this island from others on the same machine */
    static Island build(long id, CleanUp cleanUp) throws IOException {
        Island island = new Island(id);
        cleanUp.later(island::sink);
        Shell.run("ip", "netns", "add", island.name);
        Shell.run("ip", "link", "set", island.device, "netns", island.name);
        Shell.run("ip", "address", "add", MAINLAND, "peer", OWN, "dev", island.device + "m");
        Shell.run("ip", "link", "set", island.device + "m", "up");
        Shell.run("ip", "-n", island.name, "address", "add", OWN, "peer", MAINLAND, "dev", island.device);
        Shell.run("ip", "-n", island.name, "link", "set", "lo", "up");
        island.mend();
        island.line.start();
        return island;
    }

    private void sink() {
        line.close();
        here.close();
        there.close();
        Shell.attempt("ip", "netns", "delete", name);
    }

    PacketLine line() {
        return line;
    }

    /** {@code nsenter} becomes the program, so that killing it kills the program. */
    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
        all.addAll(command);
        return all;
    }

    void cut() {
        Shell.run("ip", "-n", name, "link", "set", device, "down");
    }

    /** Undoes whatever happened to the line. */
    void mend() {
        line.mend();
        Shell.run("ip", "-n", name, "link", "set", device, "up");
        Shell.run(command(List.of("iptables-legacy", "-F")));
        Shell.attempt(command(List.of("tc", "qdisc", "delete", "dev", device, "root")));
    }

    /** Nothing arrives; what is sent does. */
    void deafen() {
        filter("INPUT", "-i");
    }

    /** Nothing that is sent arrives; answers would. */
    void mute() {
        filter("OUTPUT", "-o");
    }

    /** So many packets in a hundred are lost, both ways. */
    void lose(int percent) {
        String probability = String.valueOf(percent / 100.0);
        filter("INPUT", "-i", "-m", "statistic", "--mode", "random", "--probability", probability);
        filter("OUTPUT", "-o", "-m", "statistic", "--mode", "random", "--probability", probability);
    }

    /** No more than so many kilobits a second are sent. */
    void slow(int kilobits) {
        Shell.run(command(List.of("tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", kilobits + "kbit",
                "burst", String.valueOf(LONG_ENOUGH_BYTES), "latency", "400ms")));
    }

    /** What was sent so far, packets and all. */
    long sentBytes() {
        String counters = Shell.run(command(List.of("grep", device + ":", "/proc/net/dev")));
        return Long.parseLong(counters.strip().split("\\s+")[SENT_BYTES]);
    }

    private void filter(String chain, String direction, String... when) {
        List<String> rule = new ArrayList<>(List.of("iptables-legacy", "-A", chain, direction, device));
        rule.addAll(List.of(when));
        rule.addAll(List.of("-j", "DROP"));
        Shell.run(command(rule));
    }
}
