package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import secondsite.api.activity.Event;
import secondsite.api.client.TransferException;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.web.ProblemException;

/**
 * What people have done at master targets. Each is in the audit log before it is asked for, since nothing here can be in one transaction
 * with what a master target does; that it was not done is a line of its own.
 */
@Singleton
final class Deeds {

    private final Database database;
    private final AuditLog audit;
    private final Events events;

    @Inject
    Deeds(Database database, AuditLog audit, Events events) {
        this.database = database;
        this.audit = audit;
        this.events = events;
    }

    /**
     * Something that a person wants.
     *
     * @param event   that tells that it was done
     * @param subject id of what it is done to
     * @param about   its name
     */
    record Deed(String who, String action, String event, Event.Severity severity, String subject, String about,
            String detail) {}

    /** Does it. */
    interface Doing<T> {
        T done() throws TransferException;
    }

    <T> T done(Deed deed, Doing<T> doing) throws TransferException {
        note(deed, "", deed.detail());
        T done;
        try {
            done = doing.done();
        } catch (TransferException | ProblemException e) {
            note(deed, ": not done", String.valueOf(e.getMessage()));
            throw e;
        }
        database.write(change -> {
            events.keep(change, deed.event(), deed.severity(), deed.subject(), deed.about(), null,
                    deed.who() + ": " + deed.detail());
            return null;
        });
        return done;
    }

    private void note(Deed deed, String outcome, String detail) {
        database.write(change -> {
            audit.note(change, deed.who(), deed.action() + outcome, deed.about(), detail);
            return null;
        });
    }
}
