package secondsite.api.client;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * The HTTP client of somebody whose identity may change: another client then, whose connections and sessions know nothing of those
 * before. Requests under way end with the old one. Safe for use by several threads.
 */
final class IdentifiedClient implements Supplier<OkHttpClient> {

    private record Made(TlsIdentity by, OkHttpClient client) {}

    private final Identity identity;
    private final Function<TlsIdentity, OkHttpClient> make;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Made made;

    IdentifiedClient(Identity identity, Function<TlsIdentity, OkHttpClient> make) {
        this.identity = identity;
        this.make = make;
        TlsIdentity now = identity.current();
        this.made = new Made(now, make.apply(now));
    }

    @Override
    public OkHttpClient get() {
        Made present = made;
        return present.by() == identity.current() ? present.client() : renewed();
    }

    private OkHttpClient renewed() {
        changing.lock();
        try {
            TlsIdentity now = identity.current();
            if (made.by() != now) {
                OkHttpClient old = made.client();
                made = new Made(now, make.apply(now));
                leave(old);
            }
            return made.client();
        } finally {
            changing.unlock();
        }
    }

    /** Connections that are in use close soon after their requests end. */
    private static void leave(OkHttpClient old) {
        old.connectionPool().evictAll();
        old.dispatcher().executorService().shutdown();
    }
}
