package secondsite.app.dialog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;

/** By the dialog of the computer, in the folder that was chosen last. */
@Singleton
final class ChosenDestination implements Destination {

    private File folder;

    @Inject
    ChosenDestination() {}

    @Override
    public Optional<Path> ask(String name) {
        var chooser = new FileChooser();
        chooser.setInitialFileName(name);
        if (folder != null && folder.isDirectory()) {
            chooser.setInitialDirectory(folder);
        }
        Optional<File> file = Optional.ofNullable(chooser.showSaveDialog(window()));
        file.ifPresent(chosen -> folder = chosen.getParentFile());
        return file.map(File::toPath);
    }

    private static Window window() {
        List<Window> shown = Window.getWindows().stream().filter(Window::isShowing).filter(Stage.class::isInstance)
                .toList();
        return shown.stream().filter(Window::isFocused).findFirst().orElseGet(shown::getFirst);
    }
}
