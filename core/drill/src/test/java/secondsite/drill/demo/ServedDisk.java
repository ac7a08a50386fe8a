package secondsite.drill.demo;

import java.nio.file.Path;

/** A disk that the agent of its machine serves. */
interface ServedDisk {

    String machine();

    String name();

    /** The file with its bytes. */
    Path image();

    default String title() {
        return machine() + "/" + name();
    }
}
