package secondsite.server.target;

import java.io.IOException;
import secondsite.engine.file.Folder;

/** Deletes a folder with all that is in it. */
final class Leavings {

    private Leavings() {}

    /** Gone durably on return; not an error when there is none. */
    static void delete(Folder parent, String name) throws IOException {
        if (parent.folders().contains(name)) {
            empty(parent.folder(name));
            parent.deleteFolder(name);
            parent.force();
        }
    }

    private static void empty(Folder folder) throws IOException {
        for (String name : folder.names()) {
            folder.delete(name);
        }
        for (String name : folder.folders()) {
            empty(folder.folder(name));
            folder.deleteFolder(name);
        }
    }
}
