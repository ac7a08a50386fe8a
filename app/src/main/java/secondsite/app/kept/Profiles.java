package secondsite.app.kept;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The servers that somebody has signed in at from here, last one first. */
public final class Profiles {

    private static final int MOST = 50;

    private record Known(List<Profile> profiles) {
        Known {
            profiles = profiles == null ? List.of() : List.copyOf(profiles);
        }
    }

    private final KeptFile<Known> file;

    /** @param folder in which they are kept */
    public Profiles(Path folder) {
        this.file = new KeptFile<>(folder.resolve("profiles.json"), Known.class);
    }

    public List<Profile> all() throws IOException {
        return file.read(new Known(List.of())).profiles();
    }

    /** Makes it the first one; the one that had its name before is forgotten. */
    public void use(Profile profile) throws IOException {
        List<Profile> all = new ArrayList<>(List.of(profile));
        all().stream().filter(other -> !other.name().equals(profile.name())).limit(MOST - 1L).forEach(all::add);
        file.write(new Known(all));
    }

    public void forget(String name) throws IOException {
        file.write(new Known(all().stream().filter(profile -> !profile.name().equals(name)).toList()));
    }
}
