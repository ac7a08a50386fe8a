package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.client.HostClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.MachineStatus;
import secondsite.api.recovery.Failover;
import secondsite.server.configuration.protection.MasterTargets;
import secondsite.server.configuration.store.KeptFailovers;
import secondsite.server.web.ProblemException;

/** Failovers as people see them, with what their copies show now, or showed when they had come up. */
@Singleton
public final class FailoverView {

    private static final int CONSOLE_BYTES = 256 << 10;

    private final FailoverBook book;
    private final MasterTargets targets;

    @Inject
    FailoverView(FailoverBook book, MasterTargets targets) {
        this.book = book;
        this.targets = targets;
    }

    /** The newest ones, the newest first. */
    public List<Failover> some(Optional<UUID> machine, boolean open) {
        List<Undertaking> all = open
                ? book.open().stream().sorted(Comparator.comparing(Undertaking::begun).reversed()).toList()
                : machine.map(book::all).orElseGet(book::newest);
        return all.stream().filter(one -> machine.isEmpty() || one.machine().equals(machine.get()))
                .map(one -> one.told(null)).toList();
    }

    /** With how the copy is now, where its host says so. */
    public Failover one(UUID id) {
        Undertaking now = known(id);
        return now.told(running(now).flatMap(host -> status(host, now)).orElse(null));
    }

    private static Optional<MachineStatus> status(HostClient host, Undertaking now) {
        try {
            return Optional.of(host.machine(now.copy().hosted()));
        } catch (TransferException _) {
            return Optional.empty();
        }
    }

    /** As PNG. */
    public byte[] picture(UUID id) {
        Undertaking now = known(id);
        Optional<HostClient> host = running(now);
        if (host.isPresent()) {
            try {
                return host.get().picture(now.copy().hosted());
            } catch (TransferException _) {
                // What was seen before is better than nothing.
            }
        }
        return book.evidence(id).flatMap(KeptFailovers.Evidence::picture).map(Base64.getDecoder()::decode)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no picture of it"));
    }

    /** @param offset in bytes, from where */
    public ConsoleText console(UUID id, long offset) {
        if (offset < 0) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the parameter 'offset' is below nothing");
        }
        Undertaking now = known(id);
        Optional<HostClient> host = running(now);
        if (host.isPresent()) {
            try {
                return host.get().console(now.copy().hosted(), offset, CONSOLE_BYTES);
            } catch (TransferException _) {
                // What was said before is better than nothing.
            }
        }
        byte[] kept = book.evidence(id).map(KeptFailovers.Evidence::console)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "nothing is known that it said"))
                .getBytes(StandardCharsets.UTF_8);
        int from = (int) Math.min(offset, kept.length);
        return new ConsoleText(from, new String(kept, from, kept.length - from, StandardCharsets.UTF_8), kept.length);
    }

    private Undertaking known(UUID id) {
        return book.find(id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such failover"));
    }

    private Optional<HostClient> running(Undertaking now) {
        try {
            return now.state().over() || now.copy().specification() == null
                    ? Optional.empty()
                    : Optional.of(targets.host(now.copy().masterTarget()));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }
}
