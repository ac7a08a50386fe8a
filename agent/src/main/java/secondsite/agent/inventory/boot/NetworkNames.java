package secondsite.agent.inventory.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;

/**
 * By which names a machine sets up its cards. A copy's cards have the addresses (MAC) of the machine's and lie elsewhere on the bus, by which they
 * are called; so what is set up by such a name is not set up in the copy.
 */
final class NetworkNames {

    /** Called by where it is plugged in, or in the order in which it was found; what has its address as its name keeps it. */
    private static final Pattern BY_PLACE = Pattern
            .compile("(?:en|wl|ib)[ops]\\w+|enP\\w+|eth\\d+|em\\d+|p\\d+p\\d+");
    private static final Pattern IFACE = Pattern
            .compile("(?m)^\\s*(?:iface\\s+(\\S+)|(?:bridge[_-]ports|bond-slaves|vlan-raw-device)\\s+(.+))");
    private static final Pattern NAME = Pattern.compile("(?m)^\\s*Name\\s*=\\s*(.+?)\\s*$");
    private static final Pattern BY_ADDRESS = Pattern.compile("(?m)^\\s*(?:Permanent)?MACAddress\\s*=");
    private static final Pattern CONNECTION = Pattern.compile("(?m)^\\s*interface-name\\s*=\\s*(\\S+)");
    private static final Pattern DEVICE = Pattern.compile("(?m)^\\s*DEVICE\\s*=\\s*[\"']?([^\"'\\s]+)");
    private static final Pattern HARDWARE = Pattern.compile("(?m)^\\s*HWADDR\\s*=");
    private static final Pattern RULE = Pattern.compile("(?m)^.*ATTR\\{address\\}==.*NAME=\"([^\"]+)\".*$");

    private final Path root;

    NetworkNames(Path root) {
        this.root = root;
    }

    BootCheck check(BootEntry entry) {
        Set<String> kept = keptByAddress();
        Map<String, Path> named = new TreeMap<>();
        interfaces(named);
        networkd(named);
        netplan(named);
        connections(named);
        named.keySet().removeIf(name -> !BY_PLACE.matcher(name).matches() || kept.contains(name)
                || name.startsWith("eth") && entry.says("net.ifnames=0"));
        if (named.isEmpty()) {
            return BootCheck.good(BootCheck.About.NETWORK, "no card is set up by where it is plugged in");
        }
        return new BootCheck(BootCheck.About.NETWORK, ErrorCode.NETWORK_BY_NAME,
                named.entrySet().stream()
                        .map(each -> each.getKey() + " in /" + root.relativize(each.getValue()))
                        .collect(Collectors.joining(", ", "cards are set up by their places: ", "")));
    }

    /** Cards that are given their names by their addresses are called the same in a copy. */
    private Set<String> keptByAddress() {
        Set<String> kept = new TreeSet<>();
        for (Path each : Texts.in(root.resolve("etc/systemd/network"), ".link")) {
            String text = Texts.orEmpty(each);
            if (BY_ADDRESS.matcher(text).find()) {
                found(NAME, text).forEach(kept::add);
            }
        }
        for (Path each : Texts.in(root.resolve("etc/udev/rules.d"), ".rules")) {
            found(RULE, Texts.orEmpty(each)).forEach(kept::add);
        }
        return kept;
    }

    private void interfaces(Map<String, Path> named) {
        Path main = root.resolve("etc/network/interfaces");
        Stream.concat(Stream.of(main), Texts.in(root.resolve("etc/network/interfaces.d"), "").stream())
                .forEach(file -> found(IFACE, Texts.orEmpty(file))
                        .forEach(names -> all(names).forEach(name -> named.putIfAbsent(name, file))));
    }

    private void networkd(Map<String, Path> named) {
        for (Path each : Texts.in(root.resolve("etc/systemd/network"), ".network")) {
            String text = Texts.orEmpty(each);
            if (!BY_ADDRESS.matcher(text).find()) {
                found(NAME, text).forEach(names -> all(names).forEach(name -> named.putIfAbsent(name, each)));
            }
        }
    }

    private void netplan(Map<String, Path> named) {
        for (Path each : Texts.in(root.resolve("etc/netplan"), ".yaml")) {
            try {
                JsonNode cards = new YAMLMapper().readTree(Texts.read(each)).path("network").path("ethernets");
                cards.properties().stream().filter(card -> card.getValue().path("match").isMissingNode())
                        .forEach(card -> named.putIfAbsent(card.getKey(), each));
                cards.forEach(card -> {
                    if (card.path("match").path("macaddress").isMissingNode()) {
                        named.putIfAbsent(card.path("match").path("name").asText(), each);
                    }
                });
            } catch (IOException _) {
                // Nor does the machine understand it.
            }
        }
    }

    private void connections(Map<String, Path> named) {
        for (Path each : Texts.in(root.resolve("etc/NetworkManager/system-connections"), ".nmconnection")) {
            found(CONNECTION, Texts.orEmpty(each)).forEach(name -> named.putIfAbsent(name, each));
        }
        for (Path each : Texts.in(root.resolve("etc/sysconfig/network-scripts"), "")) {
            String text = Texts.orEmpty(each);
            if (each.getFileName().toString().startsWith("ifcfg-") && !HARDWARE.matcher(text).find()) {
                found(DEVICE, text).forEach(name -> named.putIfAbsent(name, each));
            }
        }
    }

    private static Stream<String> all(String names) {
        return Stream.of(names.strip().split("\\s+"));
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results()
                .flatMap(result -> Stream.iterate(1, i -> i <= result.groupCount(), i -> i + 1)
                        .map(result::group))
                .filter(group -> group != null);
    }
}
