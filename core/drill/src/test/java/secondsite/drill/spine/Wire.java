package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;
import secondsite.drill.world.Machine;
import secondsite.drill.world.Network;
import secondsite.drill.world.Run;
import secondsite.engine.segment.Batch;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.Slice;
import secondsite.server.web.ProblemException;

/** The requests of the transfer over the simulated network: what they become where they arrive, and what their problems mean. */
final class Wire {

    private static final byte[] NOTHING = new byte[0];
    private static final long PATIENCE = 8_000_000_000L;

    private Wire() {}

    /** What a server does with what agents and process servers send for one disk. */
    interface Endpoint {
        Answer take(Slice slice) throws IOException, InterruptedException;

        Answer position() throws IOException, InterruptedException;
    }

    /** Bytes of batches one behind the other, as they travel. */
    static byte[] bytes(List<Batch> batches) {
        var all = ByteBuffer.allocate(batches.stream().mapToInt(batch -> batch.bytes().remaining()).sum());
        batches.forEach(batch -> all.put(batch.bytes()));
        return all.array();
    }

    /** What a slice comes to at a server. */
    private static Answer take(ServerMachine to, GuestDisk disk, int epoch, byte[] body) throws InterruptedException {
        return answer(() -> {
            ByteBuffer received = ByteBuffer.wrap(to.build().received(body));
            return to.endpoint(disk).take(Slice.take(disk.id(), epoch, received, "a slice"));
        });
    }

    private interface Asked {
        Answer answer() throws IOException, InterruptedException;
    }

    private static Answer answer(Asked asked) throws InterruptedException {
        try {
            return asked.answer();
        } catch (ProblemException e) {
            return answer(e.problem());
        } catch (secondsite.engine.segment.DamagedException e) {
            return new Answer.Refused(e.getMessage());
        } catch (IOException e) {
            return new Answer.Unavailable(e.getMessage());
        }
    }

    private static Answer answer(Problem problem) {
        return switch (problem.code()) {
            case GAP -> new Answer.Gap(problem.expectedSequence());
            case STALE_EPOCH -> new Answer.StaleEpoch(problem.epoch());
            case BUSY -> new Answer.Busy(Duration.ofSeconds(problem.retryAfterSeconds()), problem.detail());
            case OUT_OF_SPACE, UNREACHABLE, UNAVAILABLE, INTERNAL, TOO_SLOW ->
                new Answer.Unavailable(problem.detail());
            default -> new Answer.Refused(problem.detail());
        };
    }

    /** A server as its clients see it. */
    static Receiver receiver(Network network, Run from, ServerMachine to, GuestDisk disk) {
        return new Receiver() {
            @Override
            public Answer send(Slice slice) {
                return asked(network, from, to, bytes(slice.batches()),
                        body -> take(to, disk, slice.epoch(), body));
            }

            @Override
            public Answer position() {
                return asked(network, from, to, NOTHING, _ -> answer(to.endpoint(disk)::position));
            }
        };
    }

    private static Answer asked(Network network, Run from, Machine to, byte[] body,
            Network.Handler<Answer> handler) {
        try {
            Optional<Answer> answer = network.ask(from, to, body, handler, PATIENCE);
            return answer.orElseGet(() -> new Answer.Unavailable("nobody answered"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("interrupted");
        }
    }

    /** Asks for something that is either told or a problem. */
    static <T> T ask(Network network, Run from, Machine to, byte[] body, Network.Handler<T> handler)
            throws TransferException {
        Network.Handler<Object> safe = bytes -> {
            try {
                return handler.handle(bytes);
            } catch (ProblemException e) {
                return e.problem();
            } catch (IOException e) {
                return Problem.of(ProblemCode.INTERNAL, String.valueOf(e.getMessage()));
            }
        };
        Object told;
        try {
            told = network.ask(from, to, body, safe, PATIENCE)
                    .orElseGet(() -> Problem.of(ProblemCode.UNAVAILABLE, "nobody answered"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            told = Problem.of(ProblemCode.UNAVAILABLE, "interrupted");
        }
        if (told instanceof Problem problem) {
            throw TransferException.of(problem);
        }
        @SuppressWarnings("unchecked")
        T value = (T) told;
        return value;
    }

}
