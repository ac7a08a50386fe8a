package secondsite.app.failover;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import secondsite.api.recovery.FailoverRequest;
import secondsite.app.wizard.Direction;

/** Machines that are failed over at once, a failover each. What the server refuses of them is left out, and named. */
final class Together {

    /**
     * One of them.
     *
     * @param request as it is chosen now
     * @param command the same for a shell
     */
    record Each(Situation situation, Supplier<FailoverRequest> request, Supplier<String> command) {
        UUID id() {
            return situation.machine().id();
        }

        String name() {
            return situation.name();
        }
    }

    private final List<Each> all;
    /** Set beside the windows by who asks the server, before what was found is shown. */
    private volatile Map<UUID, String> refused = Map.of();

    Together(List<Each> all) {
        this.all = List.copyOf(all);
    }

    List<Each> all() {
        return all;
    }

    /** @param reasons by the machines that are left out */
    void leaveOut(Map<UUID, String> reasons) {
        refused = Map.copyOf(reasons);
    }

    /** Those that the server did not refuse when it was asked last. */
    List<Each> taken() {
        return all.stream().filter(each -> !refused.containsKey(each.id())).toList();
    }

    List<Each> leftOut() {
        return all.stream().filter(each -> refused.containsKey(each.id())).toList();
    }

    String reason(Each each) {
        return refused.getOrDefault(each.id(), "");
    }

    int count() {
        return taken().size();
    }

    /** Of those that are taken. */
    String names() {
        return taken().stream().map(Each::name).collect(Collectors.joining(", "));
    }

    /** Places where they run now. */
    String from() {
        return places(Situation::runs);
    }

    /** Places where they are kept. */
    String to() {
        return places(Situation::keeper);
    }

    Direction away() {
        return new Direction(from(), to());
    }

    /** Whether one of them comes home by it. */
    boolean homeward() {
        return all.stream().anyMatch(each -> each.situation().homeward());
    }

    private String places(Function<Situation, String> of) {
        return all.stream().map(each -> of.apply(each.situation())).distinct().sorted()
                .collect(Collectors.joining(", "));
    }

    String command() {
        return taken().stream().map(each -> each.command().get()).collect(Collectors.joining("\n"));
    }
}
