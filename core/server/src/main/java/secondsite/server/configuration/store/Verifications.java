package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** What came of comparing disks with their replicas. */
public final class Verifications {

    /**
     * One of them.
     *
     * @param ended     by the agent's clock
     * @param heard     when it was told here
     * @param different bytes that differed, and stayed so
     */
    public record Outcome(UUID disk, Instant ended, Instant heard, long compared, long different, long sequence) {}

    private static final RowMapper<Outcome> ROW = (row, _) -> new Outcome(UUID.fromString(row.getString("disk")),
            Micros.instant(row.getLong("ended")), Micros.instant(row.getLong("heard")), row.getLong("compared"),
            row.getLong("different"), row.getLong("sequence"));

    /** The newest of each disk. */
    public List<Outcome> newest(Transaction transaction) {
        return transaction.query("""
                select * from verification v
                where ended = (select max(ended) from verification o where o.disk = v.disk)""").map(ROW).list();
    }

    /** Those that ended then or later, the oldest first. */
    public List<Outcome> from(Transaction transaction, UUID disk, Instant time, int most) {
        return transaction.query("""
                select * from verification where disk = :disk and ended >= :time order by ended limit :most""")
                .bind("disk", disk.toString()).bind("time", Micros.of(time)).bind("most", most).map(ROW).list();
    }

    /** Once, however often it is told. */
    public void add(Transaction change, Outcome outcome) {
        change.update("delete from verification where disk = :disk and ended = :ended")
                .bind("disk", outcome.disk().toString()).bind("ended", Micros.of(outcome.ended())).execute();
        change.update("""
                insert into verification (disk, ended, heard, compared, different, sequence)
                values (:disk, :ended, :heard, :compared, :different, :sequence)""")
                .bind("disk", outcome.disk().toString()).bind("ended", Micros.of(outcome.ended()))
                .bind("heard", Micros.of(outcome.heard())).bind("compared", outcome.compared())
                .bind("different", outcome.different())
                .bind("sequence", outcome.sequence()).execute();
    }

    /** All of a disk. */
    public void remove(Transaction change, UUID disk) {
        change.update("delete from verification where disk = :disk").bind("disk", disk.toString()).execute();
    }
}
