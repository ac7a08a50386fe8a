package secondsite.server.process;

import java.io.Closeable;
import java.util.Locale;
import secondsite.api.site.ProcessServerAssignment.Pair;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;
import secondsite.engine.ship.ShippingProgress;
import secondsite.server.web.Slices;

/** A pair with its cache and the way to its target. */
record OpenPair(Pair pair, GatewayDisk disk, Target target) implements Closeable {

    /** Whether this one does for another pair, but for who may send it. */
    boolean serves(Pair other) {
        return pair.size() == other.size() && pair.compress() == other.compress()
                && pair.target().equals(other.target());
    }

    OpenPair as(Pair other) {
        disk.leastEpoch(other.epoch());
        return new OpenPair(other, disk, target);
    }

    GatewayStatus status() {
        return disk.progress().map(this::status).orElseGet(
                () -> new GatewayStatus(pair.disk(), "closed", 0, new Position(0, 0, 0), 0, 0, 0, 0, null));
    }

    private GatewayStatus status(ShippingProgress progress) {
        return new GatewayStatus(pair.disk(), word(progress.state()), progress.lastSequence(),
                Slices.position(progress.position()), disk.bytes(), progress.bytesWaiting(),
                progress.bytesPerSecond(), progress.lagSeconds(), progress.lastError().orElse(null));
    }

    private static String word(Object state) {
        return state.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        disk.close();
    }
}
