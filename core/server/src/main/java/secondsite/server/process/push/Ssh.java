package secondsite.server.process.push;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.PropertyResolverUtils;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.TargetMachine;

/**
 * Opens connections to machines by SSH. What lies around on this computer (keys, an agent of keys, a configuration of a user) is not
 * used: only what came with the order. Safe for use by several threads.
 */
final class Ssh implements Closeable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    private static final Duration SIGN_IN = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int HEARTBEATS_MISSED = 3;
    private static final List<String> KEY_KINDS = List.of("ed25519", "ecdsa", "rsa");
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final SshClient client;
    private final RandomGenerator random;

    Ssh(RandomGenerator random) {
        this.random = random;
        client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        client.setAgentFactory(null);
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        client.setServerKeyVerifier((session, address, key) -> attempt(session)
                .map(attempt -> attempt.keys.verifyServerKey(session, address, key)).orElse(false));
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                attempt(session).ifPresent(attempt -> session
                        .setSignatureFactories(first(attempt.kind, session.getSignatureFactories())));
            }

            @Override
            public void sessionException(Session session, Throwable why) {
                attempt(session).ifPresent(attempt -> attempt.trouble.compareAndSet(null, why));
            }
        });
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, HEARTBEATS_MISSED);
        CoreModuleProperties.AUTH_TIMEOUT.set(client, HANDSHAKE.plus(SIGN_IN));
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.WINDOW_TIMEOUT.set(client, WINDOW);
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        PropertyResolverUtils.updateProperty(client, UserInteraction.AUTO_DETECT_PASSWORD_PROMPT, false);
        client.start();
    }

    /** What is known of a connection that is being opened. */
    private static final class Attempt {

        private static final AttributeKey<Attempt> KEY = new AttributeKey<>();

        private final HostKeys keys;
        private final String kind;
        private final AtomicReference<Throwable> trouble = new AtomicReference<>();

        /** @param kind of keys that the machine is asked for first */
        Attempt(HostKeys keys, String kind) {
            this.keys = keys;
            this.kind = kind;
        }

        String said() {
            return Optional.ofNullable(trouble.get()).map(Throwable::getMessage).map(Answer::shown)
                    .orElse("it ended the connection");
        }
    }

    private static Optional<Attempt> attempt(Session session) {
        return session instanceof ClientSession ours && ours.getConnectionContext() != null
                ? Optional.ofNullable(ours.getConnectionContext().getAttribute(Attempt.KEY))
                : Optional.empty();
    }

    /** Which of a machine's keys it shows is decided by what it is asked for first. */
    private static List<NamedFactory<Signature>> first(String kind, List<NamedFactory<Signature>> all) {
        return all.stream().sorted(Comparator.comparing(each -> !each.getName().contains(kind))).toList();
    }

    /**
     * Connects, makes sure who is there, and signs in.
     *
     * @param cancelled whether nobody wants it any more
     * @throws PushFailure saying how far it came
     */
    RemoteRoot open(TargetMachine machine, MachineSignIn signIn, HostKeys keys, BooleanSupplier cancelled)
            throws PushFailure, InterruptedException {
        Optional<KeyPair> key = key(signIn);
        ClientSession session = greeted(machine, signIn, keys, cancelled);
        try {
            signIn(session, signIn, key);
            return RemoteRoot.of(session, signIn, random, cancelled);
        } catch (PushFailure | InterruptedException | RuntimeException e) {
            session.close(true);
            throw e;
        }
    }

    /** A machine has a key of each kind, and somebody may know it by any of them. */
    private ClientSession greeted(TargetMachine machine, MachineSignIn signIn, HostKeys keys,
            BooleanSupplier cancelled) throws PushFailure, InterruptedException {
        PushFailure first = null;
        for (String kind : KEY_KINDS) {
            var attempt = new Attempt(keys, kind);
            ClientSession session = connect(machine, signIn, attempt);
            try {
                greet(machine, session, attempt, cancelled);
                return session;
            } catch (PushFailure failure) {
                session.close(true);
                first = first == null ? failure : first;
                if (failure.code() != ErrorCode.HOST_KEY_CHANGED) {
                    break;
                }
            } catch (InterruptedException | RuntimeException e) {
                session.close(true);
                throw e;
            }
        }
        throw first;
    }

    private static Optional<KeyPair> key(MachineSignIn signIn) throws PushFailure {
        if (signIn.privateKey() == null) {
            return Optional.empty();
        }
        FilePasswordProvider passphrase = signIn.passphrase() == null
                ? FilePasswordProvider.EMPTY
                : FilePasswordProvider.of(signIn.passphrase());
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("private key"),
                    new ByteArrayInputStream(signIn.privateKey().getBytes(StandardCharsets.UTF_8)), passphrase);
            if (pairs != null && pairs.iterator().hasNext()) {
                return Optional.of(pairs.iterator().next());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException _) {
            // The reason may quote what it read.
        }
        throw PushFailure.forGood(ErrorCode.SIGN_IN_REFUSED, signIn.passphrase() == null
                ? "the private key is none that can be read, or it needs a passphrase"
                : "the private key is none that can be read, or its passphrase is wrong");
    }

    private ClientSession connect(TargetMachine machine, MachineSignIn signIn, Attempt attempt)
            throws PushFailure {
        InetSocketAddress address = address(machine);
        try {
            return client.connect(signIn.userName(), address,
                    AttributeRepository.ofKeyValuePair(Attempt.KEY, attempt), null)
                    .verify(CONNECT).getSession();
        } catch (IOException e) {
            throw PushFailure.forGood(ErrorCode.MACHINE_UNREACHABLE,
                    address + ": " + Answer.shown(String.valueOf(deepest(e))));
        }
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static InetSocketAddress address(TargetMachine machine) throws PushFailure {
        try {
            return new InetSocketAddress(InetAddress.getByName(machine.address()), machine.sshPort());
        } catch (UnknownHostException _) {
            throw PushFailure.forGood(ErrorCode.MACHINE_ADDRESS_UNKNOWN, "no address is found for "
                    + machine.address());
        }
    }

    private static void greet(TargetMachine machine, ClientSession session, Attempt attempt,
            BooleanSupplier cancelled) throws PushFailure, InterruptedException {
        Set<ClientSessionEvent> now = Waiting.until(HANDSHAKE, millis -> session.waitFor(
                EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED, ClientSessionEvent.AUTHED),
                millis), ClientSessionEvent.TIMEOUT, cancelled);
        attempt.keys.check();
        if (!now.contains(ClientSessionEvent.WAIT_AUTH)) {
            throw PushFailure.forGood(ErrorCode.SSH_MISSING, machine.address() + " port " + machine.sshPort() + ": "
                    + (now.contains(ClientSessionEvent.CLOSED) ? attempt.said() : "nothing was answered"));
        }
    }

    private static void signIn(ClientSession session, MachineSignIn signIn, Optional<KeyPair> key)
            throws PushFailure {
        key.ifPresent(session::addPublicKeyIdentity);
        if (signIn.password() != null) {
            var once = new OncePassword(signIn.password());
            session.setPasswordIdentityProvider(once);
            session.setUserInteraction(once);
        }
        try {
            session.auth().verify(SIGN_IN);
        } catch (IOException | RuntimeException e) {
            throw PushFailure.forGood(ErrorCode.SIGN_IN_REFUSED, "user " + signIn.userName() + ", by "
                    + (key.isPresent() ? signIn.password() == null ? "key" : "key and password" : "password")
                    + ": " + Answer.shown(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        client.close(true);
        client.stop();
    }
}
