package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.recovery.FailoverState;

/** Where machines run that were failed over for good. */
@Singleton
final class Whereabouts {

    private final FailoverBook book;

    @Inject
    Whereabouts(FailoverBook book) {
        this.book = book;
    }

    /** The copy that is the machine now; empty for one that runs where it always did. */
    Optional<Undertaking.Copy> of(UUID machine) {
        return book.all(machine).stream().filter(each -> each.state() == FailoverState.COMMITTED).findFirst()
                .map(Undertaking::copy);
    }

    /** The copy that was the machine before this one; empty when it ran where it always did. */
    Optional<Undertaking.Copy> before(Undertaking now) {
        return book.all(now.machine()).stream()
                .filter(each -> each.state() == FailoverState.COMMITTED && !each.id().equals(now.id())).findFirst()
                .map(Undertaking::copy);
    }
}
