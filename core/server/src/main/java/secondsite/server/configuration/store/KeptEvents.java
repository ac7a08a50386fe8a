package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;

/** The events that were written down. */
@Singleton
public final class KeptEvents {

    /** Which events are asked for; null for all. */
    public record Filter(Event.Severity severity, String type, String subject, Instant since) {}

    private static final RowMapper<Event> ROW = (row, _) -> new Event(row.getLong("id"),
            Micros.instant(row.getLong("time")), row.getString("type"),
            Event.Severity.valueOf(row.getString("severity")), row.getString("subject"), row.getString("about"),
            Optional.ofNullable(row.getString("code")).map(ErrorCode::valueOf).orElse(null), row.getString("detail"),
            true);

    public void add(Transaction change, Event event) {
        change.update("""
                insert into event (id, time, type, severity, subject, about, code, detail)
                values (:id, :time, :type, :severity, :subject, :about, :code, :detail)""")
                .bind("id", event.id()).bind("time", Micros.of(event.time())).bind("type", event.type())
                .bind("severity", event.severity().name()).bind("subject", event.subject())
                .bind("about", event.about()).bind("code", event.code() == null ? null : event.code().name())
                .bind("detail", event.detail()).execute();
    }

    /** At most so many with an id below this one, newest first. */
    public List<Event> page(Transaction transaction, Filter filter, long below, int most) {
        Conditions conditions = conditions(filter).add("id < :below", "below", below);
        return conditions
                .bind(transaction.query("select * from event" + conditions.where() + " order by id desc limit :most"))
                .bind("most", most).map(ROW).list();
    }

    /** At most so many of these types with a greater id, in order. */
    public List<Event> after(Transaction transaction, List<String> types, long id, int most) {
        return transaction.query("select * from event where id > :id and type in (<types>) order by id limit :most")
                .bindList("types", types).bind("id", id).bind("most", most).map(ROW).list();
    }

    /** The greatest id of one that was kept; 0 when there is none. */
    public long newest(Transaction transaction) {
        return transaction.query("select coalesce(max(id), 0) from event").mapTo(Long.class).one();
    }

    public long count(Transaction transaction, Filter filter) {
        Conditions conditions = conditions(filter);
        return conditions.bind(transaction.query("select count(*) from event" + conditions.where()))
                .mapTo(Long.class).one();
    }

    private static Conditions conditions(Filter filter) {
        return new Conditions()
                .add("severity = :severity", "severity", filter.severity() == null ? null : filter.severity().name())
                .add("type = :type", "type", filter.type()).add("subject = :subject", "subject", filter.subject())
                .add("time >= :since", "since", filter.since() == null ? null : Micros.of(filter.since()));
    }

    /** Forgets some that are older, or have so many newer ones. @return how many it forgot */
    public int prune(Transaction change, Instant before, long newer, int most) {
        return change.update("""
                delete from event where id in (
                  select id from event where time < :before
                  or id <= (select id from event order by id desc limit 1 offset :newer) order by id limit :most)""")
                .bind("before", Micros.of(before)).bind("newer", newer).bind("most", most).execute();
    }
}
