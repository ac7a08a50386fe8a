package secondsite.server.configuration.inventory;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of IPv4 addresses.
 *
 * @param first  its first address, as a number
 * @param prefix so many bits are the same in all of its addresses
 */
public record Subnet(int first, int prefix) {

    /** As a card's address has: a smaller network has no room for a machine and its gateway. */
    private static final int LEAST_PREFIX = 8;
    private static final int MOST_PREFIX = 29;
    private static final Pattern PREFIX = Pattern.compile("[1-9]\\d?");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** The network of an address with its prefix, as {@code 192.168.7.20/24}; empty when the text is none. */
    public static Optional<Subnet> around(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return address(text.substring(0, slash)).filter(_ -> prefix >= LEAST_PREFIX && prefix <= MOST_PREFIX)
                .map(address -> new Subnet(address & mask(prefix), prefix));
    }

    /** The number of an IPv4 address; empty when the text is none. */
    public static Optional<Integer> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        int address = 0;
        for (String part : text.split("\\.")) {
            address = address << Byte.SIZE | Integer.parseInt(part) & 0xff;
        }
        return Optional.of(address).filter(number -> text(number).equals(text));
    }

    private static int mask(int prefix) {
        return -1 << Integer.SIZE - prefix;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** As {@code 192.168.7.0/24}. */
    public String text() {
        return text(first) + "/" + prefix;
    }

    public boolean holds(String address) {
        return address(address).filter(number -> (number & mask(prefix)) == first).isPresent();
    }

    /** Why no machine can have an address here; empty when one can. @param address a valid one */
    public Optional<String> complaint(String address) {
        if (!holds(address)) {
            return Optional.of(address + " is outside of " + text());
        }
        int within = address(address).orElseThrow() & ~mask(prefix);
        return within == 0 || within == ~mask(prefix)
                ? Optional.of(address + " is the first or the last address of " + text() + ", which nobody can have")
                : Optional.empty();
    }

    /** The address at the same place here, with its prefix. @param address one of a network of the same size */
    public String like(String address) {
        return text(first | address(address).orElseThrow() & ~mask(prefix)) + "/" + prefix;
    }
}
