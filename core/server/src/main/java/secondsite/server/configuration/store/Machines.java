package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** Machines that can be protected. */
public final class Machines {

    /**
     * One of them.
     *
     * @param agent    name of its agent, as its certificate says; unique
     * @param name     for people; unique
     * @param lastSeen when its agent reported, about
     */
    public record Machine(UUID id, String agent, String name, Optional<UUID> group, Optional<UUID> host, Facts facts,
            Instant firstSeen, Instant lastSeen) {}

    /**
     * What its agent says of it.
     *
     * @param hostName        as the machine calls itself
     * @param operatingSystem for people
     */
    public record Facts(String hostName, String operatingSystem, long memoryBytes, int processors) {}

    private static final RowMapper<Machine> ROW = (row, _) -> new Machine(UUID.fromString(row.getString("id")),
            row.getString("agent"), row.getString("name"), Ids.optional(row, "host_group"), Ids.optional(row, "host"),
            new Facts(row.getString("host_name"), row.getString("operating_system"), row.getLong("memory"),
                    row.getInt("processors")),
            Micros.instant(row.getLong("first_seen")), Micros.instant(row.getLong("last_seen")));

    public Optional<Machine> find(Transaction transaction, UUID id) {
        return transaction.query("select * from machine where id = :id").bind("id", id.toString()).map(ROW).findOne();
    }

    /** By id. */
    public List<Machine> all(Transaction transaction) {
        return transaction.query("select * from machine order by id").map(ROW).list();
    }

    public void add(Transaction change, Machine machine) {
        bound(change.update("""
                insert into machine (id, agent, name, host_group, host, host_name, operating_system, memory, processors,
                  first_seen, last_seen)
                values (:id, :agent, :name, :group, :host, :hostName, :system, :memory, :processors, :first, :last)"""),
                machine).bind("agent", machine.agent()).bind("first", Micros.of(machine.firstSeen()))
                .bind("last", Micros.of(machine.lastSeen())).execute();
    }

    /** Keeps all of it but its id, its agent, and when it was seen. */
    public void update(Transaction change, Machine machine) {
        bound(change.update("""
                update machine set name = :name, host_group = :group, host = :host, host_name = :hostName,
                  operating_system = :system, memory = :memory, processors = :processors
                where id = :id"""), machine).execute();
    }

    public void setAgent(Transaction change, UUID id, String agent) {
        change.update("update machine set agent = :agent where id = :id").bind("agent", agent)
                .bind("id", id.toString()).execute();
    }

    private static <T extends SqlStatement<T>> T bound(T statement, Machine machine) {
        return statement.bind("id", machine.id().toString()).bind("name", machine.name())
                .bind("group", Ids.text(machine.group())).bind("host", Ids.text(machine.host()))
                .bind("hostName", machine.facts().hostName()).bind("system", machine.facts().operatingSystem())
                .bind("memory", machine.facts().memoryBytes()).bind("processors", machine.facts().processors());
    }

    /** Notes when agents reported. */
    public void seen(Transaction change, Map<UUID, Instant> times) {
        if (!times.isEmpty()) {
            var batch = change.batch("update machine set last_seen = :last where id = :id");
            times.forEach((id, time) -> batch.bind("id", id.toString()).bind("last", Micros.of(time)).add());
            batch.execute();
        }
    }

    /** With its disks and NICs. */
    public void remove(Transaction change, UUID id) {
        change.update("delete from machine where id = :id").bind("id", id.toString()).execute();
    }
}
