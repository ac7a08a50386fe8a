package secondsite.server.process.push.check;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.PushOrder;

/**
 * What was found on a machine, and what is wanted of it.
 *
 * @param one   the first of what was told under a key, if it is something
 * @param all   of what was told under a key
 * @param order what is to be done there
 * @param asked when the machine was asked. @param told when it had answered
 */
public record Found(Function<String, Optional<String>> one, Function<String, List<String>> all, PushOrder order,
        Instant asked, Instant told) {

    public Optional<String> text(String key) {
        return one.apply(key);
    }

    List<String> lines(String key) {
        return all.apply(key);
    }

    OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** For people. */
    public String system() {
        return Stream.of(text("system").or(() -> text("kernel")), text("architecture")).flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    /** Of packages that it takes. */
    public Optional<AgentPackage.Kind> kind() {
        return text("tool").flatMap(
                word -> Arrays.stream(AgentPackage.Kind.values()).filter(kind -> kind.name().equals(word)).findFirst());
    }

    /** Whether its agent belongs to the deployment that asks. */
    public boolean joinedHere() {
        return order.authority() != null && text("authority").filter(order.authority()::equals).isPresent();
    }
}
