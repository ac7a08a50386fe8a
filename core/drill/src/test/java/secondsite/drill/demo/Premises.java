package secondsite.drill.demo;

import java.util.List;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Sites;

/** Where the programs run: two sites, and the line between them that can be cut without anybody being told. */
interface Premises {

    String primaryAddress();

    String secondaryAddress();

    /** The command that runs another one at the primary site, as the same process. */
    List<String> atPrimary(List<String> command);

    List<String> atSecondary(List<String> command);

    /** @param beyond the program at the other end of the line */
    void cut(Program beyond);

    void mend(Program beyond);

    /** For the person watching. */
    String how();

    static Premises of(boolean root, long id, CleanUp cleanUp) {
        return root ? new Namespaces(Sites.build(id, cleanUp)) : new Loopback();
    }

    /** Network namespaces. */
    record Namespaces(Sites sites) implements Premises {

        @Override
        public String primaryAddress() {
            return Sites.PRIMARY;
        }

        @Override
        public String secondaryAddress() {
            return Sites.SECONDARY;
        }

        @Override
        public List<String> atPrimary(List<String> command) {
            return sites.atPrimary(command);
        }

        @Override
        public List<String> atSecondary(List<String> command) {
            return sites.atSecondary(command);
        }

        @Override
        public void cut(Program beyond) {
            sites.cut();
        }

        @Override
        public void mend(Program beyond) {
            sites.mend();
        }

        @Override
        public String how() {
            return "every packet between the two network namespaces is dropped";
        }
    }

    /** This machine's loopback, for people who are not root: the program beyond is stopped, so that nobody answers. */
    record Loopback() implements Premises {

        @Override
        public String primaryAddress() {
            return "127.0.0.1";
        }

        @Override
        public String secondaryAddress() {
            return "127.0.0.1";
        }

        @Override
        public List<String> atPrimary(List<String> command) {
            return command;
        }

        @Override
        public List<String> atSecondary(List<String> command) {
            return command;
        }

        @Override
        public void cut(Program beyond) {
            beyond.signal("STOP");
        }

        @Override
        public void mend(Program beyond) {
            beyond.signal("CONT");
        }

        @Override
        public String how() {
            return "the master target is stopped by a signal, as nobody but root may have network namespaces";
        }
    }
}
