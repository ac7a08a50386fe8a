package secondsite.server.configuration.health;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** How well everything was in the last round: in memory only. Safe for use by several threads. */
@Singleton
public final class CurrentHealth {

    private record Key(String kind, String name) {}

    private record Round(Optional<Instant> time, Map<UUID, Judged> machines, Map<Key, JudgedServer> servers) {}

    private volatile Round last = new Round(Optional.empty(), Map.of(), Map.of());

    void publish(Instant time, Collection<Judged> machines, Collection<JudgedServer> servers) {
        last = new Round(Optional.of(time), machines.stream().collect(Collectors.toUnmodifiableMap(
                judged -> judged.machine().id(), judged -> judged)),
                servers.stream().collect(Collectors.toUnmodifiableMap(
                        judged -> new Key(judged.server().kind(), judged.server().name()), judged -> judged)));
    }

    /** When that round was; empty before the first. */
    public Optional<Instant> time() {
        return last.time();
    }

    /** Empty for one that was not there in the last round. */
    public Optional<Judged> machine(UUID id) {
        return Optional.ofNullable(last.machines().get(id));
    }

    /** In no order. */
    public Collection<Judged> machines() {
        return last.machines().values();
    }

    /** @param kind as it stands in its certificate */
    public Optional<JudgedServer> server(String kind, String name) {
        return Optional.ofNullable(last.servers().get(new Key(kind, name)));
    }

    /** In no order. */
    public Collection<JudgedServer> servers() {
        return last.servers().values();
    }
}
