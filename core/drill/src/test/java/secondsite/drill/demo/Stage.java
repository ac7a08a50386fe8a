package secondsite.drill.demo;

import java.nio.file.Path;
import secondsite.drill.tools.CleanUp;

/**
 * What the demo stands on.
 *
 * @param program    {@code installer/secondsite}
 * @param directory  where everything is made
 * @param root       whether the kernel's file systems can be used
 * @param ownNetwork whether this process has a network of its own, so that the primary site can have one, too
 * @param spoil      whether a byte of what is recovered is changed before it is judged
 */
record Stage(Path program, Path directory, boolean root, boolean ownNetwork, boolean spoil, CleanUp cleanUp) {}
