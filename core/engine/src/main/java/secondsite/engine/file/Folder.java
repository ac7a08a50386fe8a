package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A flat folder of files. Names made, renamed or deleted are durable only after {@link #force()}; file contents only
 * after {@link StoredFile#force()}. Errors name the path.
 */
public interface Folder {

    /** Names of the files in this folder, sorted; subfolders are not among them. */
    List<String> names() throws IOException;

    /** Names of the subfolders of this folder, sorted. */
    List<String> folders() throws IOException;

    boolean exists(String name) throws IOException;

    /** A new empty file, open for reading and writing. Fails when the name is taken. */
    StoredFile create(String name) throws IOException;

    /** An existing file, open for reading and writing. */
    StoredFile open(String name) throws IOException;

    /** An existing file, open for reading only. */
    StoredFile openReadOnly(String name) throws IOException;

    /**
     * Gives a file or a subfolder another name, atomically; a file that has that name already is replaced by a file, and nothing by a
     * subfolder. Who has an open subfolder goes on under its old name and must not.
     */
    void rename(String from, String to) throws IOException;

    /** Deletes a file; not an error when there is none. */
    void delete(String name) throws IOException;

    /** Deletes an empty subfolder; not an error when there is none. */
    void deleteFolder(String name) throws IOException;

    /** A subfolder, made when it is missing. */
    Folder folder(String name) throws IOException;

    /** Names are durable on return. */
    void force() throws IOException;

    /**
     * Holds a lock file, made when it is missing, until the result is closed; the file stays. A lock never outlives its process (or,
     * in a drill, its machine).
     *
     * @throws IOException naming the place when somebody holds it already, in this process or another
     */
    Closeable lock(String name) throws IOException;

    /** Bytes that can still be written where this folder lies. */
    long freeBytes() throws IOException;

    /** Where this folder is, for messages to people. */
    String place();
}
