package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;

/** What agents were told to do once, and what came of it. */
public final class GivenOrders {

    /**
     * One of them.
     *
     * @param label empty for none
     * @param ended empty while it is not known what came of it
     * @param code  what went wrong; empty when nothing did
     */
    public record Given(UUID id, String agent, String verb, List<UUID> disks, Optional<String> label, Instant given,
            Optional<Instant> ended, Optional<String> code, String detail) {}

    private static final RowMapper<Given> ROW = (row, _) -> new Given(UUID.fromString(row.getString("id")),
            row.getString("agent"), row.getString("verb"), disks(row.getString("disks")),
            Optional.ofNullable(row.getString("label")), Micros.instant(row.getLong("given")),
            Micros.optional(row, "ended"), Optional.ofNullable(row.getString("code")),
            Optional.ofNullable(row.getString("detail")).orElse(""));

    private static List<UUID> disks(String text) {
        return Arrays.stream(text.split(",")).filter(id -> !id.isEmpty()).map(UUID::fromString).toList();
    }

    public List<Given> pending(Transaction transaction) {
        return transaction.query("select * from agent_order where ended is null order by given").map(ROW).list();
    }

    public Optional<Given> find(Transaction transaction, UUID id) {
        return transaction.query("select * from agent_order where id = :id").bind("id", id.toString()).map(ROW)
                .findOne();
    }

    public void add(Transaction change, Given order) {
        change.update("""
                insert into agent_order (id, agent, verb, disks, label, given)
                values (:id, :agent, :verb, :disks, :label, :given)""")
                .bind("id", order.id().toString()).bind("agent", order.agent()).bind("verb", order.verb())
                .bind("disks", order.disks().stream().map(UUID::toString).collect(Collectors.joining(",")))
                .bind("label", order.label().orElse(null)).bind("given", Micros.of(order.given())).execute();
    }

    public void end(Transaction change, UUID id, Instant ended, String code, String detail) {
        change.update("""
                update agent_order set ended = :ended, code = :code, detail = :detail
                where id = :id and ended is null""")
                .bind("ended", Micros.of(ended)).bind("code", code).bind("detail", detail)
                .bind("id", id.toString()).execute();
    }

    public void forget(Transaction change, Instant endedBefore) {
        change.update("delete from agent_order where ended < :before").bind("before", Micros.of(endedBefore))
                .execute();
    }
}
