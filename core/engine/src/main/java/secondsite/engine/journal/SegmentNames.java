package secondsite.engine.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import secondsite.engine.file.Folder;

/** The names of the segments in a folder, in order. */
public final class SegmentNames {

    private SegmentNames() {}

    public static List<SegmentName> of(Folder folder) throws IOException {
        return folder.names().stream().sorted().map(SegmentName::parse).flatMap(Optional::stream).toList();
    }
}
