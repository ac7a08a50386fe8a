package secondsite.server.configuration.activity;

import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.server.configuration.store.Transaction;

/** Tells all who listen what happens. Safe for use by several threads. */
public interface Events {

    /**
     * Something happened that is to be written down, within a change. Told to listeners after it.
     *
     * @param type    like {@code machine.state}
     * @param subject id of what it happened to
     * @param about   its name, for people
     * @param code    null when nothing is wrong
     * @param detail  null for nothing
     */
    void keep(Transaction change, String type, Event.Severity severity, String subject, String about, ErrorCode code,
            String detail);

    /** Something is no longer as it was told: whoever shows it asks anew. Not written down. */
    void notice(String type, String subject, String about);
}
