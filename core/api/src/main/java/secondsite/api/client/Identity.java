package secondsite.api.client;

/** Who a program is at this moment: a {@link TlsIdentity} that stays, or one that is renewed. Safe for use by several threads. */
@FunctionalInterface
public interface Identity {

    /** For new connections; the same object until there is another one. */
    TlsIdentity current();
}
