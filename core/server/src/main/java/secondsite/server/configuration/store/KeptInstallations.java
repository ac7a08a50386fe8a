package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** What is done on machines that agents are installed on, and was. */
@Singleton
public final class KeptInstallations {

    /** One of them. @param batch the same for those that were ordered together. @param course all of it, as JSON */
    public record Row(UUID id, UUID batch, long job, Instant begun, String course) {}

    private static final RowMapper<Row> ROW = (row, _) -> new Row(UUID.fromString(row.getString("id")),
            UUID.fromString(row.getString("batch")), row.getLong("job"), Micros.instant(row.getLong("begun")),
            row.getString("course"));

    public void add(Transaction change, Row row) {
        change.update("""
                insert into installation (id, batch, job, begun, course)
                values (:id, :batch, :job, :begun, :course)""").bind("id", row.id().toString())
                .bind("batch", row.batch().toString()).bind("job", row.job()).bind("begun", Micros.of(row.begun()))
                .bind("course", row.course()).execute();
    }

    public void change(Transaction change, UUID id, String course) {
        change.update("update installation set course = :course where id = :id").bind("course", course)
                .bind("id", id.toString()).execute();
    }

    public Optional<Row> find(Transaction transaction, UUID id) {
        return transaction.query("select * from installation where id = :id").bind("id", id.toString()).map(ROW)
                .findOne();
    }

    /** At most so many, the newest first. */
    public List<Row> newest(Transaction transaction, int most) {
        return transaction.query("select * from installation order by begun desc, id limit :most").bind("most", most)
                .map(ROW).list();
    }

    /** Those that were ordered together. */
    public List<Row> batch(Transaction transaction, UUID batch) {
        return transaction.query("select * from installation where batch = :batch order by begun desc, id")
                .bind("batch", batch.toString()).map(ROW).list();
    }

    public void remove(Transaction change, UUID id) {
        change.update("delete from installation where id = :id").bind("id", id.toString()).execute();
    }

    /** Forgets those that were ordered before. */
    public void prune(Transaction change, Instant before) {
        change.update("delete from installation where begun < :before").bind("before", Micros.of(before)).execute();
    }
}
