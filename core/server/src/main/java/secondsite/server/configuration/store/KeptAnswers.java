package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** What was answered to requests that may be repeated. */
@Singleton
public final class KeptAnswers {

    /** By which a request is known. @param path with the query */
    public record Key(String who, String path, String key) {}

    /**
     * An answer.
     *
     * @param digest of the request's body
     * @param time   of the request
     * @param status of HTTP; 0 while there is no answer
     * @param body   in JSON; empty when there is none
     */
    public record Answer(String digest, Instant time, int status, String body) {}

    private static final RowMapper<Answer> ROW = (row, _) -> new Answer(row.getString("digest"),
            Micros.instant(row.getLong("time")), row.getInt("status"), row.getString("body"));
    private static final String THIS = " where who = :who and path = :path and idempotency_key = :key";

    public Optional<Answer> find(Transaction transaction, Key key) {
        return named(transaction.query("select * from answer" + THIS), key).map(ROW).findOne();
    }

    /** Replaces what was there. */
    public void put(Transaction change, Key key, Answer answer) {
        remove(change, key);
        named(change.update("""
                insert into answer (who, path, idempotency_key, digest, time, status, body)
                values (:who, :path, :key, :digest, :time, :status, :body)"""), key)
                .bind("digest", answer.digest()).bind("time", Micros.of(answer.time()))
                .bind("status", answer.status()).bind("body", answer.body()).execute();
    }

    public void remove(Transaction change, Key key) {
        named(change.update("delete from answer" + THIS), key).execute();
    }

    private static <T extends SqlStatement<T>> T named(T statement, Key key) {
        return statement.bind("who", key.who()).bind("path", key.path()).bind("key", key.key());
    }

    /** Forgets those to requests before this time. */
    public void prune(Transaction change, Instant before) {
        change.update("delete from answer where time < :before").bind("before", Micros.of(before)).execute();
    }
}
