package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.Optional;

/** The one-time tokens with which programs may join; only digests of them. */
public final class JoinTokens {

    /**
     * One of them.
     *
     * @param kind of the program that may join with it
     * @param name that the program must have; empty for any
     * @param used when it was; empty before
     */
    public record JoinToken(String id, String digest, String kind, Optional<String> name, Instant ends,
            Optional<Instant> used) {}

    public void add(Transaction change, JoinToken token) {
        change.update("""
                insert into join_token (id, digest, kind, name, ends, used)
                values (:id, :digest, :kind, :name, :ends, null)""")
                .bind("id", token.id()).bind("digest", token.digest()).bind("kind", token.kind())
                .bind("name", token.name().orElse(null)).bind("ends", Micros.of(token.ends())).execute();
    }

    public Optional<JoinToken> find(Transaction transaction, String id) {
        return transaction.query("select * from join_token where id = :id").bind("id", id)
                .map((row, _) -> new JoinToken(row.getString("id"), row.getString("digest"), row.getString("kind"),
                        Optional.ofNullable(row.getString("name")), Micros.instant(row.getLong("ends")),
                        Micros.optional(row, "used")))
                .findOne();
    }

    public void use(Transaction change, String id, Instant now) {
        change.update("update join_token set used = :now where id = :id").bind("now", Micros.of(now))
                .bind("id", id).execute();
    }
}
