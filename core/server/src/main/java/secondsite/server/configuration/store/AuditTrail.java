package secondsite.server.configuration.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.time.Instant;
import org.jdbi.v3.core.mapper.RowMapper;

/** The lines of the audit log, in the order in which they were written. */
@Singleton
public final class AuditTrail {

    /**
     * What somebody did.
     *
     * @param number  one more than that of the line before; the first has 1
     * @param subject what it was done to
     * @param digest  over this line and the digest of the one before
     */
    public record Line(long number, Instant time, String who, String action, String subject, String detail,
            String digest) {}

    private static final RowMapper<Line> ROW = (row, _) -> new Line(row.getLong("number"),
            Micros.instant(row.getLong("time")), row.getString("who"), row.getString("action"),
            row.getString("subject"), row.getString("detail"), row.getString("digest"));

    private final Database database;

    @Inject
    public AuditTrail(Database database) {
        this.database = database;
    }

    public Optional<Line> last(Transaction transaction) {
        return transaction.query("select * from audit order by number desc limit 1").map(ROW).findOne();
    }

    public void add(Transaction change, Line line) {
        change.update("""
                insert into audit (number, time, who, action, subject, detail, digest)
                values (:number, :time, :who, :action, :subject, :detail, :digest)""")
                .bind("number", line.number()).bind("time", Micros.of(line.time())).bind("who", line.who())
                .bind("action", line.action()).bind("subject", line.subject()).bind("detail", line.detail())
                .bind("digest", line.digest()).execute();
    }

    /** At most so many lines after this number, in order. */
    public List<Line> after(long number, int most) {
        return database.read(transaction -> transaction
                .query("select * from audit where number > :number order by number limit :most")
                .bind("number", number).bind("most", most).map(ROW).list());
    }
}
