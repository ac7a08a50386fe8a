package secondsite.agent.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Signals to groups of processes, which Java cannot send. */
final class Signals {

    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Signals() {}

    /** Kills all processes of a group, if there is one. @param leader the process that the group is named after */
    static void killGroup(long leader) {
        if (leader <= 1) {
            throw new IllegalArgumentException("process group " + leader);
        }
        try {
            // Fails when none of them is left, which is what was wanted.
            int ignored = (int) KILL.invokeExact((int) -leader, SIGKILL);
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library cannot fail like this", e);
        }
    }
}
