package secondsite.app.control.topology;

import java.util.List;
import org.kordamp.ikonli.Ikon;
import secondsite.app.control.Status;

/** What is to be shown, in the order in which it is to be shown. Ids are unique over everything; texts are shown as they are. */
public record Topology(List<Site> sites, List<Link> links) {

    public static final Topology EMPTY = new Topology(List.of(), List.of());

    /** A place; {@code caption} says what it is and how many machines it has. */
    public record Site(String id, String name, String caption, boolean recovery, List<Group> groups,
            List<Server> servers) {}

    /** Machines that belong together. */
    public record Group(String id, String name, Status status, List<Machine> machines) {}

    /**
     * A machine; {@code detail} is what is to be read when it is shown large (its RPO), {@code curve} what its last values were
     * (may be empty), {@code spoken} what a screen reader says of it.
     */
    public record Machine(String id, String name, Ikon icon, Status status, String detail, List<Double> curve,
            String spoken) {}

    /** A process server, master target, pool: what writes go through. */
    public record Server(String id, String name, String caption, Ikon icon, Status status, String spoken) {}

    /** How full a way is, as its line's width. */
    public enum Throughput {
        NONE(1), SOME(1.5), MUCH(2.5), MOST(4);

        private static final double MIB = 1 << 20;
        final double width;

        Throughput(double width) {
            this.width = width;
        }

        public static Throughput of(double bytesPerSecond) {
            double rate = bytesPerSecond / MIB;
            return rate <= 0 ? NONE : rate < 10 ? SOME : rate < 100 ? MUCH : MOST;
        }
    }

    /**
     * The way from a group or server to a server; several between the same two are drawn side by side. {@code flows}: bytes went
     * over it lately; {@code broken}: nothing can. {@code label} may be empty.
     */
    public record Link(String id, String from, String to, Status status, Throughput throughput, boolean flows,
            boolean broken, String label) {}
}
