package secondsite.drill.demo;

import java.nio.file.Path;
import secondsite.drill.tools.CleanUp;

/**
 * What the demo stands on.
 *
 * @param program   {@code installer/secondsite}
 * @param directory where everything is made
 * @param root      whether the kernel's file systems and network namespaces can be used
 */
record Stage(Path program, Path directory, boolean root, CleanUp cleanUp) {}
