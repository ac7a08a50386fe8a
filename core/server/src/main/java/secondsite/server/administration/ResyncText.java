package secondsite.server.administration;

import java.io.PrintWriter;
import secondsite.api.replication.ResyncPreview;

/** Shows what a resync would be; beside the answer, which is the job. */
final class ResyncText {

    private ResyncText() {}

    static void show(ResyncPreview preview, Dialogue dialogue) {
        PrintWriter err = dialogue.err();
        var disks = new Table("DISK", "TO COMPARE", "REASON");
        preview.disks().forEach(disk -> disks.row(disk.name(), Wording.size(disk.compareBytes()), disk.reason()));
        disks.print(err);
        err.println((preview.required() ? "a resync is required" : "no resync is required") + "; about "
                + Wording.size(preview.compareBytes()) + " are to be compared, time expected: "
                + Wording.span(preview.secondsExpected()));
        if (preview.window() != null) {
            err.println("it begins by itself at " + dialogue.time(preview.window()));
        }
    }
}
