package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Closes many things, whatever fails on the way. */
public final class Closing {

    private Closing() {}

    /** Closes what was opened before something failed; nulls were not. */
    public static void quietly(Exception why, Closeable... opened) {
        for (Closeable one : opened) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }

    /** Closes all, in this order. @throws IOException the first failure, with the others suppressed */
    public static void all(List<? extends Closeable> opened) throws IOException {
        IOException failure = null;
        for (Closeable one : opened) {
            try {
                one.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
