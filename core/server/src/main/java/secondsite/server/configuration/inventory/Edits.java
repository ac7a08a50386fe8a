package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import secondsite.api.ProblemCode;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** What all changes of the inventory by people have in common: an audit line with the change, and a notice after it. */
@Singleton
final class Edits {

    private static final int MOST = 10_000;

    private final Database database;
    private final AuditLog audit;
    private final Events events;

    @Inject
    Edits(Database database, AuditLog audit, Events events) {
        this.database = database;
        this.audit = audit;
        this.events = events;
    }

    /** What is done: its word for the audit log and the notice, and to what. */
    record Action(String noun, String verb, UUID id, String name, String detail, String who) {}

    <T> T read(Function<Transaction, T> work) {
        return database.read(work::apply);
    }

    /** Does a change that somebody wants. */
    void write(Action action, Consumer<Transaction> change) {
        database.write(transaction -> {
            change.accept(transaction);
            note(transaction, action);
            return action;
        });
        tell(action);
    }

    void note(Transaction change, Action action) {
        audit.note(change, action.who(), action.noun() + " " + action.verb(), action.name(), action.detail());
    }

    void tell(Action action) {
        events.notice(action.noun().replace(' ', '-') + "." + action.verb(), action.id().toString(), action.name());
    }

    /** Only what is made now has no id yet. */
    static void refuseId(UUID id) {
        if (id != null) {
            throw Fields.wrong("id", "must be left out; it is made here");
        }
    }

    /** What is changed is named by the path. */
    static void refuseOther(UUID path, UUID body) {
        if (body != null && !body.equals(path)) {
            throw Fields.wrong("id", "is another one than the path has");
        }
    }

    static <T> T existing(String noun, Optional<T> found) {
        return found.orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such " + noun));
    }

    /** What a field names. */
    static <T> T named(String field, String noun, Optional<T> found) {
        return found.orElseThrow(() -> Fields.wrong(field, "names no " + noun));
    }

    static ProblemException conflict(String why) {
        return new ProblemException(ProblemCode.CONFLICT, why);
    }

    /** Refuses a name that another one has, and too many. */
    static <T> void refuseTaken(String noun, List<T> others, Function<T, String> name, String wanted) {
        if (others.size() >= MOST) {
            throw conflict("there are " + others.size() + " of these already, and no more are possible");
        }
        if (others.stream().anyMatch(other -> name.apply(other).equalsIgnoreCase(wanted))) {
            throw conflict("'name': there is a " + noun + " " + Fields.quoted(wanted) + " already");
        }
    }
}
