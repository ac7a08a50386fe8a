package secondsite.drill.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/**
 * Starts a disk as after a loss of power at one record of its log: the file system's journal is replayed, its structure checked, its
 * database opened, and what the database holds is compared with what it had acknowledged at that moment.
 */
final class CrashJudge {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final List<String> DATABASE = List.of(Bookkeeping.FILE, Bookkeeping.FILE + "-wal",
            Bookkeeping.FILE + "-journal");

    /** How the tools come to the disk. */
    enum Way {
        /** They read and write the export, through nbdfuse. */
        MOUNTED,
        /** They get a copy of the export, made by nbdcopy; quicker. */
        COPIED
    }

    private final Recording recording;
    private final KeptDisk disk;
    private final Acknowledgements acknowledgements;
    private final Path folder;

    /** @param disk the same recording, in a master target's keeping */
    CrashJudge(Recording recording, KeptDisk disk, Acknowledgements acknowledgements, Path folder) {
        this.recording = recording;
        this.disk = disk;
        this.acknowledgements = acknowledgements;
        this.folder = folder;
    }

    /** What is wrong with the disk after the record with this index; empty when nothing is. */
    Optional<String> complaint(int index, Way way) throws Exception {
        long sequence = recording.records().get(index).sequence();
        Path place = Files.createDirectories(folder.resolve("after-" + sequence));
        String[] complaint = {null};
        disk.serve(sequence, uri -> complaint[0] = switch (way) {
            case COPIED -> copied(uri, place, index);
            case MOUNTED -> mounted(uri, place, index);
        });
        Shell.run("rm", "-r", place.toString());
        return Optional.ofNullable(complaint[0]).map(what -> "after record " + sequence + ": " + what);
    }

    private String copied(String uri, Path place, int index) throws IOException {
        Path image = place.resolve("disk");
        Shell.run("nbdcopy", uri, image.toString());
        return judge(image, place, index);
    }

    private String mounted(String uri, Path place, int index) throws IOException {
        Path point = Files.createDirectory(place.resolve("nbd"));
        Path image = point.resolve("disk");
        try (CleanUp cleanUp = new CleanUp()) {
            var bridge = new Program("nbdfuse", place.resolve("log"), List.of("nbdfuse", image.toString(), uri),
                    cleanUp);
            bridge.start();
            Patience.until("nbdfuse shows " + uri, READY, () -> bridge.running() && Files.exists(image));
            String complaint = judge(image, place, index);
            Shell.run("fusermount3", "-u", point.toString());
            bridge.await();
            return complaint;
        }
    }

    private String judge(Path image, Path place, int index) throws IOException {
        Shell.Result replayed = Shell.attempt("e2fsck", "-fy", "-E", "journal_only", image.toString());
        if (replayed.code() > 1) {
            return "the file system's journal cannot be replayed: " + replayed.output();
        }
        Shell.Result checked = Shell.attempt("e2fsck", "-fn", image.toString());
        return checked.fine()
                ? judgeDatabase(image, place, index)
                : "the file system is broken: " + checked.output();
    }

    private String judgeDatabase(Path image, Path place, int index) throws IOException {
        Path to = Files.createDirectories(place.resolve("database"));
        StringBuilder commands = new StringBuilder();
        DATABASE.forEach(name -> commands.append("dump /").append(name).append(' ').append(to.resolve(name))
                .append('\n'));
        Path script = Files.writeString(place.resolve("commands"), commands);
        Shell.run("debugfs", "-f", script.toString(), image.toString());
        for (String name : DATABASE) {
            // Of a file that is not there, debugfs leaves an empty one.
            if (Files.exists(to.resolve(name)) && Files.size(to.resolve(name)) == 0) {
                Files.delete(to.resolve(name));
            }
        }
        try {
            return compare(Bookkeeping.lastTransaction(to), index);
        } catch (SQLException e) {
            return "the database is broken: " + e.getMessage();
        }
    }

    private String compare(long found, int index) {
        long least = acknowledgements.least(recording.lastMoment(index));
        long most = acknowledgements.most(recording.records().get(index).timeMicros());
        if (found < least) {
            return "transactions " + (found + 1) + " to " + least + " were acknowledged and are lost";
        }
        return found > most ? "transaction " + found + " comes from the future; " + most + " was begun" : null;
    }
}
