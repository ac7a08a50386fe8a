package secondsite.drill.spine;

import java.io.IOException;
import java.util.List;
import secondsite.agent.copy.CopyTarget;
import secondsite.agent.copy.SumsTarget;
import secondsite.drill.world.Network;
import secondsite.drill.world.Run;
import secondsite.engine.segment.Batch;
import secondsite.engine.ship.Answer;

/** The target of one disk as its agent sees it: behind a process server that passes requests on. */
final class Target implements CopyTarget, SumsTarget {

    private static final byte[] NOTHING = new byte[0];

    private final Network network;
    private final Run agent;
    private final GatewayMachine gateway;
    private final GuestDisk disk;

    Target(Network network, Run agent, GatewayMachine gateway, GuestDisk disk) {
        this.network = network;
        this.agent = agent;
        this.gateway = gateway;
        this.disk = disk;
    }

    private <T> T relayed(byte[] sent, Network.Handler<T> handler) throws IOException {
        return Wire.ask(network, agent, gateway, sent,
                body -> Wire.ask(network, gateway.run(), gateway.target(), body, handler));
    }

    @Override
    public State state() throws IOException {
        return relayed(NOTHING, _ -> gateway.target().copyState(disk));
    }

    @Override
    public void send(List<Batch> batches) throws IOException {
        relayed(Wire.bytes(batches), body -> gateway.target().copy(disk, body));
    }

    @Override
    public State force() throws IOException {
        return relayed(NOTHING, _ -> gateway.target().forceCopy(disk));
    }

    @Override
    public void finish(long sequence) throws IOException {
        relayed(NOTHING, _ -> gateway.target().finishCopy(disk, sequence));
    }

    @Override
    public long durableSequence() throws IOException {
        Answer answer = Wire.ask(network, agent, gateway, NOTHING, _ -> gateway.endpoint(disk).position());
        return ((Answer.Accepted) answer).position().targetSequence();
    }

    @Override
    public Sums sums(long offset, long length, int blockBytes) throws IOException {
        return relayed(NOTHING, _ -> gateway.target().sums(disk, offset, length, blockBytes));
    }
}
