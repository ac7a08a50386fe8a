package secondsite.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Folder} promises, and every file in it. */
public abstract class FolderContract extends StoredFileContract {

    private Folder folder;

    /** A new empty folder. */
    protected abstract Folder newFolder() throws IOException;

    @Override
    protected StoredFile newFile() throws IOException {
        return newFolder().create("file");
    }

    @BeforeEach
    void openFolder() throws IOException {
        folder = newFolder();
    }

    @Test
    void listsFilesAndFoldersSorted() throws IOException {
        assertThat(folder.names()).isEmpty();
        put("b", 1);
        put("a", 2);
        folder.folder("z");
        folder.folder("y");
        assertThat(folder.names()).containsExactly("a", "b");
        assertThat(folder.folders()).containsExactly("y", "z");
        assertThat(folder.exists("a")).isTrue();
        assertThat(folder.exists("c")).isFalse();
        assertThat(folder.exists("z")).isFalse();
    }

    @Test
    void opensWhatWasWritten() throws IOException {
        put("a", 7);
        assertThat(get("a")).isEqualTo(7);
        try (StoredFile reader = folder.openReadOnly("a")) {
            assertThat(reader.size()).isEqualTo(1);
            assertThatThrownBy(() -> reader.write(ByteBuffer.allocate(1), 0)).isInstanceOfAny(IOException.class,
                    RuntimeException.class);
        }
        try (StoredFile writer = folder.open("a")) {
            writer.write(ByteBuffer.wrap(new byte[]{8}), 0);
        }
        assertThat(get("a")).isEqualTo(8);
    }

    @Test
    void refusesANameThatIsTaken() throws IOException {
        put("a", 1);
        assertThatThrownBy(() -> folder.create("a")).isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a");
        assertThat(get("a")).isEqualTo(1);
    }

    @Test
    void refusesToOpenWhatIsNotThere() {
        assertThatThrownBy(() -> folder.open("a")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> folder.openReadOnly("a")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void renamesOverAnotherFile() throws IOException {
        put("a", 1);
        put("b", 2);
        folder.rename("a", "b");
        folder.force();
        assertThat(folder.names()).containsExactly("b");
        assertThat(get("b")).isEqualTo(1);
        assertThatThrownBy(() -> folder.rename("nothing", "b")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void anOpenFileOutlivesItsName() throws IOException {
        put("a", 1);
        try (StoredFile file = folder.open("a")) {
            folder.rename("a", "b");
            file.write(ByteBuffer.wrap(new byte[]{2}), 0);
            assertThat(get("b")).isEqualTo(2);
            folder.delete("b");
            assertThat(file.size()).isEqualTo(1);
        }
        assertThat(folder.names()).isEmpty();
    }

    @Test
    void deletesOnceAndAgain() throws IOException {
        put("a", 1);
        folder.delete("a");
        folder.delete("a");
        assertThat(folder.names()).isEmpty();
    }

    @Test
    void aSubfolderIsAFolderOfItsOwn() throws IOException {
        Folder sub = folder.folder("sub");
        sub.create("a").close();
        assertThat(folder.names()).isEmpty();
        assertThat(folder.folder("sub").names()).containsExactly("a");
        assertThat(sub.place()).contains(folder.place());
    }

    @Test
    void aSubfolderIsRenamedWithAllInItAndDeletedWhenEmpty() throws IOException {
        folder.folder("sub").create("a").close();
        folder.rename("sub", "other");
        assertThat(folder.folders()).containsExactly("other");
        assertThat(folder.folder("other").names()).containsExactly("a");
        assertThatThrownBy(() -> folder.deleteFolder("other")).isInstanceOf(DirectoryNotEmptyException.class);
        folder.folder("other").delete("a");
        folder.deleteFolder("other");
        folder.deleteFolder("other");
        assertThat(folder.folders()).isEmpty();
        put("file", 1);
        folder.deleteFolder("file");
        assertThat(get("file")).isEqualTo(1);
    }

    @Test
    void deletesAFolderOnceAndAgainButNotWhatIsInIt() throws IOException {
        Folder sub = folder.folder("sub");
        sub.create("a").close();
        assertThatThrownBy(() -> folder.deleteFolder("sub")).isInstanceOf(IOException.class)
                .hasMessageContaining("sub");
        assertThat(sub.names()).containsExactly("a");
        sub.delete("a");
        folder.deleteFolder("sub");
        folder.deleteFolder("sub");
        assertThat(folder.folders()).isEmpty();
    }

    @Test
    void knowsHowMuchIsFree() throws IOException {
        assertThat(folder.freeBytes()).isPositive();
    }

    @Test
    void isLockedForOneAtATime() throws IOException {
        Closeable lock = folder.lock("lock");
        assertThatThrownBy(() -> folder.lock("lock")).isInstanceOf(IOException.class)
                .hasMessageContaining(folder.place());
        assertThatThrownBy(() -> folder.lock("lock")).isInstanceOf(IOException.class);
        folder.lock("another").close();
        lock.close();
        folder.lock("lock").close();
        assertThat(folder.names()).contains("lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../a", "/a", "a\\b"})
    void noNameLeadsOutOfIt(String name) {
        assertThatThrownBy(() -> folder.create(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.folder(name)).isInstanceOf(IllegalArgumentException.class);
    }

    private void put(String name, int value) throws IOException {
        try (StoredFile file = folder.create(name)) {
            file.write(ByteBuffer.wrap(new byte[]{(byte) value}), 0);
            file.force();
        }
    }

    private int get(String name) throws IOException {
        try (StoredFile file = folder.openReadOnly(name)) {
            ByteBuffer into = ByteBuffer.allocate(1);
            file.read(into, 0);
            return into.get(0);
        }
    }
}
