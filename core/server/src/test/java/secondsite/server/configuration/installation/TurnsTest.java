package secondsite.server.configuration.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns();
    private final UUID batch = UUID.randomUUID();
    private final List<UUID> all = Stream.generate(UUID::randomUUID).limit(5).toList();

    private List<Boolean> asked() {
        return all.stream().map(each -> turns.take(batch, each, 2)).toList();
    }

    @Test
    void soManyAtOnceAndWhoHasATurnKeepsIt() {
        assertThat(asked()).containsExactly(true, true, false, false, false);
        assertThat(asked()).containsExactly(true, true, false, false, false);
        turns.end(batch, all.get(0));
        turns.end(batch, all.get(3));
        assertThat(turns.take(batch, all.get(4), 2)).isTrue();
        assertThat(asked()).containsExactly(false, true, false, false, true);
    }

    @Test
    void anotherBatchHasItsOwn() {
        asked();
        assertThat(turns.take(UUID.randomUUID(), all.get(4), 1)).isTrue();
    }
}
