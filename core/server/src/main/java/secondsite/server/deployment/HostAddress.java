package secondsite.server.deployment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server is reached. */
public record HostAddress(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

    /** @throws IllegalArgumentException when it is not {@code host:port} */
    public static HostAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535
                || Integer.parseInt(matcher.group(2)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is no address; write for instance gateway.example:9443");
        }
        return new HostAddress(matcher.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(matcher.group(2)));
    }

    /** As it stands in an https address. */
    public String url() {
        return "https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
