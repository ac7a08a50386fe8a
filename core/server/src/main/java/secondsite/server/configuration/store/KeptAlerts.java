package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;

/** The alerts, those that are over too. */
@Singleton
public final class KeptAlerts {

    /** Which alerts are asked for; null for all. @param open whether only those that are not over */
    public record Filter(boolean open, Severity severity, String subject) {}

    private static final RowMapper<Alert> ROW = (row, _) -> new Alert(row.getLong("id"),
            ErrorCode.valueOf(row.getString("code")), row.getString("kind"), row.getString("subject"),
            row.getString("about"), Severity.valueOf(row.getString("severity")), row.getString("detail"),
            Micros.instant(row.getLong("raised")), Micros.instant(row.getLong("seen")),
            Micros.optional(row, "cleared").orElse(null), row.getLong("times"), acknowledgement(row),
            Micros.optional(row, "muted_until").orElse(null));
    private static final String FILTERED = """
            from alert where (:open = 0 or open_of is not null) and (:severity = '' or severity = :severity)
            and (:subject = '' or subject = :subject)""";

    private static Alert.Acknowledgement acknowledgement(ResultSet row) throws SQLException {
        Optional<Instant> time = Micros.optional(row, "acknowledged");
        return time.isEmpty()
                ? null
                : new Alert.Acknowledgement(row.getString("acknowledged_by"), time.get(), row.getString("note"));
    }

    /** All that are open. */
    public List<Alert> open(Transaction transaction) {
        return transaction.query("select * from alert where open_of is not null order by id").map(ROW).list();
    }

    public Optional<Alert> find(Transaction transaction, long id) {
        return transaction.query("select * from alert where id = :id").bind("id", id).map(ROW).findOne();
    }

    /** The newest of a code about a subject, open or not. */
    public Optional<Alert> newest(Transaction transaction, ErrorCode code, String subject) {
        return transaction.query(
                "select * from alert where subject = :subject and code = :code order by id desc limit 1")
                .bind("subject", subject).bind("code", code.name()).map(ROW).findOne();
    }

    /** At most so many with an id below this one, newest first. */
    public List<Alert> page(Transaction transaction, Filter filter, long below, int most) {
        return filtered(transaction.query("select *" + FILTERED + " and id < :below order by id desc limit :most"),
                filter).bind("below", below).bind("most", most).map(ROW).list();
    }

    public long count(Transaction transaction, Filter filter) {
        return filtered(transaction.query("select count(*)" + FILTERED), filter).mapTo(Long.class).one();
    }

    private static <S extends SqlStatement<S>> S filtered(S query, Filter filter) {
        return query.bind("open", filter.open() ? 1 : 0)
                .bind("severity", filter.severity() == null ? "" : filter.severity().name())
                .bind("subject", filter.subject() == null ? "" : filter.subject());
    }

    /** A number that no alert has yet. */
    public long nextId(Transaction change) {
        return change.query("select coalesce(max(id), 0) + 1 from alert").mapTo(Long.class).one();
    }

    public void add(Transaction change, Alert alert) {
        all(change.update("""
                insert into alert (id, code, kind, subject, about, severity, detail, raised, seen, cleared, times,
                  acknowledged, acknowledged_by, note, muted_until, open_of)
                values (:id, :code, :kind, :subject, :about, :severity, :detail, :raised, :seen, :cleared, :times,
                  :acknowledged, :who, :note, :muted, :openOf)"""), alert)
                .bind("code", alert.code().name()).bind("kind", alert.kind()).bind("subject", alert.subject())
                .bind("raised", Micros.of(alert.raised())).execute();
    }

    /** Replaces what can change of an alert. */
    public void change(Transaction change, Alert alert) {
        all(change.update("""
                update alert set about = :about, severity = :severity, detail = :detail, seen = :seen,
                  cleared = :cleared, times = :times, acknowledged = :acknowledged, acknowledged_by = :who,
                  note = :note, muted_until = :muted, open_of = :openOf where id = :id"""), alert).execute();
    }

    private static <S extends SqlStatement<S>> S all(S statement, Alert alert) {
        Optional<Alert.Acknowledgement> noted = Optional.ofNullable(alert.acknowledged());
        return statement.bind("id", alert.id()).bind("about", alert.about())
                .bind("severity", alert.severity().name()).bind("detail", alert.detail())
                .bind("seen", Micros.of(alert.seen())).bind("cleared", micros(alert.cleared()))
                .bind("times", alert.times())
                .bind("acknowledged", micros(noted.map(Alert.Acknowledgement::time).orElse(null)))
                .bind("who", noted.map(Alert.Acknowledgement::who).orElse(null))
                .bind("note", noted.map(Alert.Acknowledgement::note).orElse(null))
                .bind("muted", micros(alert.mutedUntil()))
                .bind("openOf", alert.open() ? alert.code() + " " + alert.kind() + " " + alert.subject() : null);
    }

    private static Long micros(Instant time) {
        return time == null ? null : Micros.of(time);
    }

    /** Forgets some that were over before. @return how many it forgot */
    public int prune(Transaction change, Instant before, int most) {
        return change.update("""
                delete from alert where id in (
                  select id from alert where cleared < :before order by id limit :most)""")
                .bind("before", Micros.of(before)).bind("most", most).execute();
    }
}
