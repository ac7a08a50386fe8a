package secondsite.app.dialog;

import com.google.inject.ImplementedBy;
import java.nio.file.Path;
import java.util.Optional;

/** Asks a person to which file something is to be written. For the thread of the windows. */
@ImplementedBy(ChosenDestination.class)
public interface Destination {

    /** Empty when the person would rather not. @param name that is proposed */
    Optional<Path> ask(String name);
}
