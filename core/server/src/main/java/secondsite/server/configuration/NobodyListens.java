package secondsite.server.configuration;

import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Transaction;

/** Stands where nobody keeps or tells what happens. */
final class NobodyListens implements Events {

    @Override
    public void keep(Transaction change, String type, Severity severity, String subject, String about, ErrorCode code,
            String detail) {
        // Nobody asks for it.
    }

    @Override
    public void notice(String type, String subject, String about) {
        // Nobody waits for it.
    }
}
