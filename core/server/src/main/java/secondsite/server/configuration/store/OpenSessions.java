package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.Optional;

/** The sessions of those who are signed in; only digests of their tokens. */
public final class OpenSessions {

    /**
     * One of them.
     *
     * @param used when a request was made in it, about
     */
    public record OpenSession(String account, Instant opened, Instant used) {}

    public void add(Transaction change, String digest, OpenSession session) {
        change.update("insert into session (digest, account, opened, used) values (:digest, :account, :opened, :used)")
                .bind("digest", digest).bind("account", session.account()).bind("opened", Micros.of(session.opened()))
                .bind("used", Micros.of(session.used())).execute();
    }

    public Optional<OpenSession> find(Transaction transaction, String digest) {
        return transaction.query("select * from session where digest = :digest").bind("digest", digest)
                .map((row, _) -> new OpenSession(row.getString("account"), Micros.instant(row.getLong("opened")),
                        Micros.instant(row.getLong("used"))))
                .findOne();
    }

    public void use(Transaction change, String digest, Instant now) {
        change.update("update session set used = :now where digest = :digest").bind("digest", digest)
                .bind("now", Micros.of(now)).execute();
    }

    public void end(Transaction change, String digest) {
        change.update("delete from session where digest = :digest").bind("digest", digest).execute();
    }

    public void endAll(Transaction change, String account) {
        change.update("delete from session where account = :account").bind("account", account).execute();
    }

    /** Forgets those that nobody can use any more. */
    public void sweep(Transaction change, Instant usedBefore, Instant openedBefore) {
        change.update("delete from session where used < :used or opened < :opened")
                .bind("used", Micros.of(usedBefore)).bind("opened", Micros.of(openedBefore)).execute();
    }
}
