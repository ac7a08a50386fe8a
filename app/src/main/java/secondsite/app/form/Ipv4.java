package secondsite.app.form;

import java.util.Optional;
import java.util.regex.Pattern;

/** A network of IPv4 addresses, as typed. @param first its first address, as a number */
record Ipv4(int first, int prefix) {

    private static final int LEAST_PREFIX = 8;
    private static final int MOST_PREFIX = 29;
    private static final Pattern ADDRESS = Pattern
            .compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern PREFIX = Pattern.compile("[1-9]\\d?");

    /** The network around an address with a prefix of 8 to 29; empty when the text is none. */
    static Optional<Ipv4> network(String typed) {
        int slash = typed.indexOf('/');
        if (slash < 0 || !PREFIX.matcher(typed.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(typed.substring(slash + 1));
        return address(typed.substring(0, slash)).filter(_ -> prefix >= LEAST_PREFIX && prefix <= MOST_PREFIX)
                .map(number -> new Ipv4(number & mask(prefix), prefix));
    }

    static Optional<Integer> address(String typed) {
        if (!ADDRESS.matcher(typed).matches()) {
            return Optional.empty();
        }
        int number = 0;
        for (String part : typed.split("\\.")) {
            number = number << Byte.SIZE | Integer.parseInt(part);
        }
        return Optional.of(number);
    }

    private static int mask(int prefix) {
        return -1 << Integer.SIZE - prefix;
    }

    /** Whether a machine can have that address here. */
    boolean usable(String address) {
        return address(address).filter(number -> (number & mask(prefix)) == first)
                .map(number -> number & ~mask(prefix)).filter(within -> within != 0 && within != ~mask(prefix))
                .isPresent();
    }

    /** Like {@code 192.168.7.0/24}. */
    String text() {
        return (first >>> 24) + "." + (first >>> 16 & 0xff) + "." + (first >>> 8 & 0xff) + "." + (first & 0xff) + "/"
                + prefix;
    }
}
