package secondsite.engine.journal.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.tool.Finding.Severity;

/**
 * Reads every byte of a journal and finds what is not as it was written. Changes nothing. A journal that is open and being written to
 * may show a torn tail.
 */
public final class JournalVerifier {

    private final Folder folder;
    private final OptionalLong durable;

    public JournalVerifier(Folder folder) {
        this(folder, OptionalLong.empty());
    }

    /** @param durable a sequence that is known to have been durable, so that a journal that is older than it was shows */
    public JournalVerifier(Folder folder, OptionalLong durable) {
        this.folder = folder;
        this.durable = durable;
    }

    /** All findings, worst first, in the order of the journal. */
    public List<Finding> findings() throws IOException {
        Examinations segments = Examinations.of(folder);
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks()) {
            check.run(segments, findings::add);
        }
        findings.sort((one, other) -> {
            int bySeverity = other.severity().compareTo(one.severity());
            return bySeverity != 0 ? bySeverity : one.file().compareTo(other.file());
        });
        return findings;
    }

    private List<Check> checks() throws IOException {
        return List.of(new HeaderCheck(), new DiskCheck(), new ChainCheck(), new BatchCheck(), new FooterCheck(),
                new IndexCheck(), new LeftOverCheck(folder.place(), folder.names()),
                new EndCheck(folder.place(), durable));
    }

    /**
     * Prints the findings, one a line, and a last line with their number.
     *
     * @return 0 when there is none, 1 when there are warnings only, 2 when there is damage
     */
    public int print(Appendable out) throws IOException {
        List<Finding> findings = findings();
        for (Finding finding : findings) {
            out.append(finding.toString()).append('\n');
        }
        long damage = findings.stream().filter(finding -> finding.severity() == Severity.DAMAGE).count();
        out.append("%s: %d damaged, %d warnings%n".formatted(folder.place(), damage, findings.size() - damage));
        return damage > 0 ? 2 : findings.isEmpty() ? 0 : 1;
    }
}
