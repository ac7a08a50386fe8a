package secondsite.agent.stage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TlsIdentity;
import secondsite.api.transfer.CopyEnd;
import secondsite.api.transfer.Transfer;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Slice;

/** A process server that keeps nothing: it answers for targets. */
public final class PlayedGateway extends PlayedServer {

    private final Map<UUID, PlayedTarget> targets;
    private final AtomicInteger slices = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    public PlayedGateway(TlsIdentity identity, PlayedTarget... targets) {
        super(identity);
        this.targets = Arrays.stream(targets).collect(Collectors.toMap(PlayedTarget::id, Function.identity()));
    }

    /** How many slices came. */
    public int slices() {
        return slices.get();
    }

    /** How many requests came. */
    public int requests() {
        return requests.get();
    }

    @Override
    Object answer(String method, String path, HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String[] steps = path.split("/", 5);
        PlayedTarget target = targets.get(UUID.fromString(steps[3]));
        if (target == null) {
            throw new Refusal(Problem.of(ProblemCode.UNKNOWN_DISK, "disk " + steps[3] + " is not known here"));
        }
        return switch (method + " " + steps[4]) {
            case "GET position" -> told(target.position());
            case "POST slices" -> told(slice(target, exchange));
            case "GET copy", "POST copy/force" -> target.copyStatus();
            case "POST copy" -> target.copy(body(exchange));
            case "POST copy/finish" -> finish(target, exchange);
            case "GET checksums" -> sums(target, exchange);
            default -> throw new Refusal(Problem.of(ProblemCode.NOT_FOUND, path));
        };
    }

    private static secondsite.api.transfer.Position told(Position position) {
        return new secondsite.api.transfer.Position(position.epoch(), position.gatewaySequence(),
                position.targetSequence());
    }

    private Position slice(PlayedTarget target, HttpExchange exchange) throws IOException {
        slices.incrementAndGet();
        int epoch = Integer.parseInt(exchange.getRequestHeaders().getFirst(Transfer.EPOCH));
        return switch (target.take(Slice.take(target.id(), epoch, body(exchange), "a slice"))) {
            case Answer.Accepted accepted -> accepted.position();
            case Answer.Gap gap -> throw new Refusal(Problem.gap(gap.expectedSequence(), "a gap"));
            case Answer.StaleEpoch stale -> throw new Refusal(Problem.staleEpoch(stale.receiverEpoch(), "stale"));
            case Answer other -> throw new Refusal(Problem.of(ProblemCode.DAMAGED, other.toString()));
        };
    }

    private static Object finish(PlayedTarget target, HttpExchange exchange) throws IOException {
        Json.read(exchange.getRequestBody().readAllBytes(), CopyEnd.class);
        return target.finish();
    }

    private static ByteBuffer body(HttpExchange exchange) throws IOException {
        return ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
    }

    private static Object sums(PlayedTarget target, HttpExchange exchange) throws IOException {
        Map<String, String> query = Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> List.of(pair.split("=", 2))).collect(Collectors.toMap(List::getFirst, List::getLast));
        int block = Integer.parseInt(query.get("block"));
        BlockSums sums = target.sums(Long.parseLong(query.get("offset")), Long.parseLong(query.get("length")), block);
        exchange.getResponseHeaders().set(Transfer.SEED, Long.toString(sums.seed()));
        exchange.getResponseHeaders().set(Transfer.SEQUENCE, Long.toString(target.position().targetSequence()));
        send(exchange, 200, wanted(sums, query.get("parts")));
        return null;
    }

    private static byte[] wanted(BlockSums sums, String parts) {
        ByteBuffer all = sums.sums();
        ByteBuffer some = ByteBuffer.allocate(all.remaining());
        int partBytes = Transfer.CHECKSUM_PART_BYTES / sums.blockBytes() * BlockSums.BYTES;
        if (parts == null) {
            some.put(all);
        } else {
            BitSet.valueOf(HexFormat.of().parseHex(parts)).stream().forEach(part -> some.put(
                    all.slice(part * partBytes, Math.min(partBytes, all.capacity() - part * partBytes))));
        }
        return Arrays.copyOf(some.array(), some.position());
    }
}
