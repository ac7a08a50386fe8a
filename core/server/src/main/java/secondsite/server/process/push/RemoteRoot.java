package secondsite.server.process.push;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.MachineSignIn;

/**
 * Runs programs on a machine as root, whatever shell the user has.
 *
 * <p>What the user's shell reads is one word and one quoted text in which nothing stands that any shell takes for more. That text, run by
 * {@code /bin/sh}, reads the program from its input up to its end, and leaves what comes behind to the program. So no secret stands on a
 * command line, where others see it, and the password that sudo may read or leave is passed over either way.
 */
final class RemoteRoot implements Closeable {

    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Duration OPENING = Duration.ofSeconds(30);
    private static final int OUT_LIMIT = 256 << 10;
    private static final int ERR_LIMIT = 16 << 10;
    private static final int PIECE = 32 << 10;
    private static final int MARKER_BYTES = 8;
    private static final String NO_SUDO_PASSWORD = "sudo -k -n ";
    private static final String SUDO = "sudo -k -S -p '' ";

    private final ClientSession session;
    private final RandomGenerator random;
    private final String prefix;
    private final byte[] first;
    private final BooleanSupplier cancelled;

    private RemoteRoot(ClientSession session, RandomGenerator random, BooleanSupplier cancelled, String prefix,
            byte[] first) {
        this.session = session;
        this.random = random;
        this.cancelled = cancelled;
        this.prefix = prefix;
        this.first = first;
    }

    /** What a program is given behind its own text. @param told hears how many bytes are gone */
    record Data(InputStream bytes, LongConsumer told) {

        static final Data NONE = new Data(InputStream.nullInputStream(), _ -> {
        });
    }

    private record Said(Optional<Integer> exit, String out, String err) {

        boolean has(String line) {
            return out.lines().anyMatch(line::equals);
        }
    }

    /** Finds out how this user becomes root. @throws PushFailure when he can run nothing, or does not become root */
    static RemoteRoot of(ClientSession session, MachineSignIn signIn, RandomGenerator random,
            BooleanSupplier cancelled) throws PushFailure, InterruptedException {
        var plain = new RemoteRoot(session, random, cancelled, "", new byte[0]);
        if (plain.isRoot()) {
            return plain;
        }
        var free = new RemoteRoot(session, random, cancelled, NO_SUDO_PASSWORD, new byte[0]);
        Said without = free.whoAmI();
        if (free.root(without)) {
            return free;
        }
        String password = signIn.sudoPassword() == null ? signIn.password() : signIn.sudoPassword();
        if (password == null) {
            throw refused(signIn, without);
        }
        var asked = new RemoteRoot(session, random, cancelled, SUDO,
                (password + "\n").getBytes(StandardCharsets.UTF_8));
        Said with = asked.whoAmI();
        if (asked.root(with)) {
            return asked;
        }
        throw refused(signIn, with);
    }

    private static PushFailure refused(MachineSignIn signIn, Said said) {
        return PushFailure.forGood(ErrorCode.SUDO_REFUSED, "user " + signIn.userName() + ": "
                + Answer.shown(said.err().isBlank() ? "sudo said nothing" : said.err()));
    }

    private boolean isRoot() throws PushFailure, InterruptedException {
        Said said = whoAmI();
        if (said.out().lines().noneMatch(line -> line.startsWith("uid="))) {
            throw PushFailure.forGood(ErrorCode.SHELL_UNUSABLE, Answer.shown(said.out() + " " + said.err()));
        }
        return root(said);
    }

    private boolean root(Said said) {
        return said.has("uid=0");
    }

    /** What stands here ends at the first password: sudo asks once more at the end of its input, and is told nothing. */
    private Said whoAmI() throws PushFailure, InterruptedException {
        return exec(prefix + "/bin/sh -c 'echo; echo uid=$(id -u)'", out -> out.write(first), QUICK);
    }

    /**
     * Runs a program.
     *
     * @param limit at most
     * @throws PushFailure when it fails, or the connection is lost
     */
    Answer run(Program program, Data data, Duration limit) throws PushFailure, InterruptedException {
        byte[] bytes = new byte[MARKER_BYTES];
        random.nextBytes(bytes);
        String marker = HexFormat.of().formatHex(bytes);
        byte[] text = ("echo; echo " + marker + "\n" + program.text()).getBytes(StandardCharsets.UTF_8);
        String bootstrap = "until [ \"$l\" = " + marker + " ]; do IFS= read -r l || exit 97; done; s=$(dd bs=1 count="
                + text.length + " 2>/dev/null); eval \"$s\"";
        Said said = exec(prefix + "/bin/sh -c '" + bootstrap + "'", out -> {
            out.write(first);
            out.write((marker + "\n").getBytes(StandardCharsets.UTF_8));
            out.write(text);
            out.flush();
            send(data, out);
        }, limit);
        int exit = said.exit().orElseThrow(() -> PushFailure.passing(ErrorCode.NETWORK_FAILED,
                "the connection to the machine was lost in the step " + program.step()));
        var answer = new Answer(exit, said.out(), said.err(), marker);
        answer.check(program.step());
        return answer;
    }

    private static void send(Data data, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        long sent = 0;
        for (int count = data.bytes().read(piece); count >= 0; count = data.bytes().read(piece)) {
            out.write(piece, 0, count);
            sent += count;
            data.told().accept(sent);
        }
    }

    private interface Feeding {
        void feed(OutputStream in) throws IOException;
    }

    private Said exec(String command, Feeding feeding, Duration limit) throws PushFailure, InterruptedException {
        var out = new Bounded(OUT_LIMIT);
        var err = new Bounded(ERR_LIMIT);
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(OPENING);
            try (OutputStream in = channel.getInvertedIn()) {
                feeding.feed(in);
            } catch (IOException _) {
                // Whoever ends before all was told has a reason, which its exit and its words say.
                Thread.yield();
            }
            Set<ClientChannelEvent> now = Waiting.until(limit,
                    millis -> channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), millis),
                    ClientChannelEvent.TIMEOUT, cancelled);
            if (now.contains(ClientChannelEvent.TIMEOUT)) {
                throw PushFailure.passing(ErrorCode.NETWORK_FAILED,
                        "the machine was not ready in " + limit.toSeconds() + " s");
            }
            return new Said(Optional.ofNullable(channel.getExitStatus()), out.text(), err.text());
        } catch (IOException e) {
            throw PushFailure.passing(ErrorCode.NETWORK_FAILED,
                    "the connection to the machine failed: " + Answer.shown(String.valueOf(e.getMessage())));
        }
    }

    /** Everything that is under way ends, too. */
    @Override
    public void close() {
        session.close(true);
    }
}
