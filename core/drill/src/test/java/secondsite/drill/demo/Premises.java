package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Sites;

/** Where the programs run: the second site, where this process is; the primary site; and the line between them, which can be cut. */
interface Premises {

    Line line();

    /** Where the primary site finds the line. */
    String lineAddress();

    /** Where the second site finds servers of the primary one. */
    String primaryAddress();

    /** The command that runs another one at the primary site, as the same process. */
    List<String> atPrimary(List<String> command);

    /** Nobody is told. */
    void cut();

    void mend();

    /** How it is cut, for the person watching. */
    String howCut();

    /** Where the primary site is, for the person watching. */
    String wherePrimary();

    /** Where the second site is, for the person watching. */
    String whereSecondary();

    /** What a person runs first to get to the second site; empty when that is any terminal. */
    List<String> way();

    /** @param ownNetwork whether this process has a network of its own; then the primary site gets another one */
    static Premises of(boolean ownNetwork, CleanUp cleanUp) {
        long id = ProcessHandle.current().pid();
        try {
            if (ownNetwork) {
                Sites sites = Sites.build(id, cleanUp);
                return new Namespaces(id, sites, line(Sites.SECONDARY, cleanUp));
            }
            return new Loopback(line("127.0.0.1", cleanUp));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String address, CleanUp cleanUp) throws IOException {
        Line line = new Line(InetAddress.getByName(address));
        cleanUp.later(line::close);
        return line;
    }

    /** Network namespaces. */
    record Namespaces(long id, Sites sites, Line line) implements Premises {

        @Override
        public String lineAddress() {
            return Sites.SECONDARY;
        }

        @Override
        public String primaryAddress() {
            return Sites.PRIMARY;
        }

        @Override
        public List<String> atPrimary(List<String> command) {
            return sites.atPrimary(command);
        }

        @Override
        public void cut() {
            sites.cut();
        }

        @Override
        public void mend() {
            sites.mend();
        }

        @Override
        public String howCut() {
            return "every packet between the two network namespaces is dropped";
        }

        @Override
        public String wherePrimary() {
            return "network namespace " + sites.primary();
        }

        @Override
        public String whereSecondary() {
            return "in a network of its own";
        }

        @Override
        public List<String> way() {
            return List.of("nsenter --net=/proc/" + id + "/ns/net bash");
        }
    }

    /** This machine's loopback, for people who may have no network namespaces: the line holds what comes. */
    record Loopback(Line line) implements Premises {

        @Override
        public String lineAddress() {
            return "127.0.0.1";
        }

        @Override
        public String primaryAddress() {
            return "127.0.0.1";
        }

        @Override
        public List<String> atPrimary(List<String> command) {
            return command;
        }

        @Override
        public void cut() {
            line.hold();
        }

        @Override
        public void mend() {
            line.release();
        }

        @Override
        public String howCut() {
            return "the line passes nothing on (network namespaces are for root)";
        }

        @Override
        public String wherePrimary() {
            return "this machine's network, too";
        }

        @Override
        public String whereSecondary() {
            return "in this machine's network";
        }

        @Override
        public List<String> way() {
            return List.of();
        }
    }
}
