package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The ways by which notices leave, and how far each is. */
@Singleton
public final class NotificationChannels {

    /**
     * One of them.
     *
     * @param settings as JSON, without secrets
     * @param position id of the last event that was sent, or was not to be
     * @param attempts that failed since one went well
     * @param problem  why the last one failed
     */
    public record Channel(String name, String settings, long position, long attempts, Optional<Instant> nextTry,
            Optional<String> problem) {}

    private static final RowMapper<Channel> ROW = (row, _) -> new Channel(row.getString("name"),
            row.getString("settings"), row.getLong("position"), row.getLong("attempts"),
            Micros.optional(row, "next_try"), Optional.ofNullable(row.getString("problem")));

    /** By name. */
    public List<Channel> all(Transaction transaction) {
        return transaction.query("select * from notification_channel order by name").map(ROW).list();
    }

    public Optional<Channel> find(Transaction transaction, String name) {
        return transaction.query("select * from notification_channel where name = :name").bind("name", name).map(ROW)
                .findOne();
    }

    /** Replaces the one of that name. */
    public void put(Transaction change, Channel channel) {
        remove(change, channel.name());
        change.update("""
                insert into notification_channel (name, settings, position, attempts, next_try, problem)
                values (:name, :settings, :position, :attempts, :next, :problem)""")
                .bind("name", channel.name()).bind("settings", channel.settings())
                .bind("position", channel.position()).bind("attempts", channel.attempts())
                .bind("next", channel.nextTry().map(Micros::of).orElse(null))
                .bind("problem", channel.problem().orElse(null)).execute();
    }

    /** All up to this event is done. */
    public void done(Transaction change, String name, long position) {
        change.update("""
                update notification_channel set position = :position, attempts = 0, next_try = null, problem = null
                where name = :name and position < :position""")
                .bind("name", name).bind("position", position).execute();
    }

    /** It failed once more. */
    public void failed(Transaction change, String name, Instant nextTry, String problem) {
        change.update("""
                update notification_channel set attempts = attempts + 1, next_try = :next, problem = :problem
                where name = :name""").bind("name", name).bind("next", Micros.of(nextTry)).bind("problem", problem)
                .execute();
    }

    public void remove(Transaction change, String name) {
        change.update("delete from notification_channel where name = :name").bind("name", name).execute();
    }
}
