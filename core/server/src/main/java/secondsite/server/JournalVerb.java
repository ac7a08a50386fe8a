package secondsite.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import secondsite.engine.journal.tool.JournalDescription;
import secondsite.engine.journal.tool.JournalDump;
import secondsite.engine.journal.tool.JournalVerifier;

/** Looks into a journal without changing it. */
@Command(name = "journal", description = "Describes, verifies and dumps a journal: a spool, a cache, or the journal of a replica. "
        + "Nothing is changed. Ends with 2 when damage is found.", subcommands = {JournalVerb.Describe.class,
                JournalVerb.Verify.class, JournalVerb.Dump.class})
final class JournalVerb implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Segments, sequences, times, sizes, marks. */
    @Command(name = "describe", description = "Tells what is in a journal: segments, sequences, times, sizes and marks.")
    static final class Describe implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The folder with the segments, or that of a replica.")
        private Path directory;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            return new JournalDescription(ExistingFolder.journal(directory)).print(spec.commandLine().getOut());
        }
    }

    /** Every checksum, the chain, the indexes. */
    @Command(name = "verify", description = "Reads all of a journal and tells what is damaged, what that concerns, and what to do.")
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The folder with the segments, or that of a replica.")
        private Path directory;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            return new JournalVerifier(ExistingFolder.journal(directory)).print(spec.commandLine().getOut());
        }
    }

    /** Record by record. */
    @Command(name = "dump", description = "Prints the records of a journal, one a line.")
    static final class Dump implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The folder with the segments, or that of a replica.")
        private Path directory;

        @Option(names = "--from", paramLabel = "SEQUENCE", defaultValue = "0", description = "The first record to print.")
        private long first;

        @Option(names = "--to", paramLabel = "SEQUENCE", defaultValue = "9223372036854775807", description = "The last record to print.", showDefaultValue = Visibility.NEVER)
        private long last;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            return new JournalDump(ExistingFolder.journal(directory), first, last).print(spec.commandLine().getOut());
        }
    }
}
