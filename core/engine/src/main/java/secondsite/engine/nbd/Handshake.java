package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The fixed newstyle handshake: options of the client until it has chosen an export, or taken leave. An option that is unknown, or
 * wrong in itself, is refused and the next one awaited; a client that does not speak the protocol gets an exception.
 */
final class Handshake {

    private static final int OPTION_HEADER = 16;
    private static final int EXPORT_NAME_ZEROES = 124;
    private static final int KNOWN_FLAGS = Nbd.FLAG_FIXED_NEWSTYLE | Nbd.FLAG_NO_ZEROES;

    private final Exports exports;
    private final NbdTls tls;
    private final HandshakeInput input;
    private Transport transport;
    private boolean encrypted;
    private boolean noZeroes;
    private boolean structured;
    /** For which export extents may be asked for; null: for none. */
    private String allocation;
    private Export chosen;
    private boolean left;

    /** @param tls null: TLS is not offered */
    Handshake(Transport transport, Exports exports, NbdTls tls) {
        this.transport = transport;
        this.exports = exports;
        this.tls = tls;
        input = new HandshakeInput(transport);
    }

    /** Null when the client took leave. */
    Session run() throws IOException {
        greet();
        while (chosen == null && !left) {
            option();
        }
        return left
                ? null
                : new Session(transport, chosen, structured, chosen.name().equals(allocation), input.rest());
    }

    private void greet() throws IOException {
        transport.write(ByteBuffer.allocate(18).putLong(Nbd.INIT_MAGIC).putLong(Nbd.OPTION_MAGIC)
                .putShort((short) KNOWN_FLAGS).flip());
        int flags = input.take(4).getInt();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new ProtocolException("the client wants flags " + Integer.toHexString(flags));
        }
        noZeroes = (flags & Nbd.FLAG_NO_ZEROES) != 0;
    }

    private void option() throws IOException {
        ByteBuffer header = input.take(OPTION_HEADER);
        if (header.getLong() != Nbd.OPTION_MAGIC) {
            throw new ProtocolException("an option does not begin with its magic");
        }
        int option = header.getInt();
        long length = Integer.toUnsignedLong(header.getInt());
        OptionReplies replies = new OptionReplies(transport, option);
        if (length > Nbd.OPTION_LIMIT) {
            refuseTooLong(option, length, replies);
            return;
        }
        OptionData data = new OptionData(input.take((int) length));
        try {
            answer(option, data, replies);
        } catch (OptionData.Invalid e) {
            refuseInvalid(option, replies, e);
        }
    }

    private void refuseTooLong(int option, long length, OptionReplies replies) throws IOException {
        if (option == Nbd.OPT_EXPORT_NAME) {
            throw new ProtocolException("the name of an export has " + length + " bytes");
        }
        input.skip(length);
        replies.refuse(Nbd.REP_ERR_TOO_BIG, "an option takes at most " + Nbd.OPTION_LIMIT + " bytes");
    }

    private static void refuseInvalid(int option, OptionReplies replies, OptionData.Invalid e) throws IOException {
        if (option == Nbd.OPT_EXPORT_NAME) {
            throw new ProtocolException(e.getMessage());
        }
        replies.refuse(Nbd.REP_ERR_INVALID, e.getMessage());
    }

    private void answer(int option, OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        boolean mustEncrypt = tls != null && tls.required() && !encrypted;
        if (mustEncrypt && option != Nbd.OPT_STARTTLS && option != Nbd.OPT_ABORT) {
            demandTls(option, replies);
            return;
        }
        switch (option) {
            case Nbd.OPT_EXPORT_NAME -> exportName(data.rest());
            case Nbd.OPT_ABORT -> abort(replies);
            case Nbd.OPT_LIST -> list(data, replies);
            case Nbd.OPT_STARTTLS -> startTls(data, replies);
            case Nbd.OPT_INFO -> info(data, replies);
            case Nbd.OPT_GO -> chosen = info(data, replies);
            case Nbd.OPT_STRUCTURED_REPLY -> structuredReply(data, replies);
            case Nbd.OPT_LIST_META_CONTEXT -> listContexts(data, replies);
            case Nbd.OPT_SET_META_CONTEXT -> setContexts(data, replies);
            default -> replies.refuse(Nbd.REP_ERR_UNSUP, "option " + option + " is not supported");
        }
    }

    private static void demandTls(int option, OptionReplies replies) throws IOException {
        if (option == Nbd.OPT_EXPORT_NAME) {
            throw new ProtocolException("the client does not begin TLS, which is required");
        }
        replies.refuse(Nbd.REP_ERR_TLS_REQD, "TLS is required");
    }

    /** The old way to choose, which knows no refusal but hanging up. */
    private void exportName(String name) throws IOException {
        Export export = exports.find(name);
        if (export == null) {
            throw new ProtocolException("there is no export '" + name + "'");
        }
        ByteBuffer answer = ByteBuffer.allocate(10 + EXPORT_NAME_ZEROES).putLong(export.disk().size())
                .putShort((short) export.flags());
        transport.write(answer.position(noZeroes ? 10 : answer.capacity()).flip());
        chosen = export;
    }

    /** The answer is a courtesy: the client may be gone already. */
    private void abort(OptionReplies replies) {
        left = true;
        try {
            replies.acknowledge();
        } catch (IOException e) {
            return;
        }
    }

    private void list(OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        data.end();
        for (String name : exports.names()) {
            replies.export(name);
        }
        replies.acknowledge();
    }

    private void startTls(OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        data.end();
        if (tls == null) {
            replies.refuse(Nbd.REP_ERR_POLICY, "this server does not offer TLS");
            return;
        }
        if (encrypted) {
            replies.refuse(Nbd.REP_ERR_INVALID, "TLS was begun already");
            return;
        }
        if (input.rest().hasRemaining()) {
            throw new ProtocolException("the client sent plain bytes behind its wish for TLS");
        }
        replies.acknowledge();
        transport = TlsTransport.accept(transport, tls.engine());
        input.switchTo(transport);
        encrypted = true;
        structured = false;
        allocation = null;
    }

    /** The export that was asked for, or null when it was refused. */
    private Export info(OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        String name = data.string();
        boolean nameWanted = false;
        for (int count = data.unsignedShort(); count > 0; count--) {
            nameWanted |= data.unsignedShort() == Nbd.INFO_NAME;
        }
        data.end();
        Export export = known(name, replies);
        if (export != null) {
            replies.exportInfo(export);
            if (nameWanted) {
                replies.nameInfo(export);
            }
            replies.blockSizeInfo();
            replies.acknowledge();
        }
        return export;
    }

    private void structuredReply(OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        data.end();
        structured = true;
        replies.acknowledge();
    }

    private void listContexts(OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        String name = data.string();
        int queries = data.count(4);
        boolean asked = queries == 0;
        for (; queries > 0; queries--) {
            String query = data.string();
            asked |= query.equals(Nbd.ALLOCATION) || query.equals("base:");
        }
        data.end();
        if (known(name, replies) != null) {
            if (asked) {
                replies.allocationContext(0);
            }
            replies.acknowledge();
        }
    }

    private void setContexts(OptionData data, OptionReplies replies) throws IOException, OptionData.Invalid {
        allocation = null;
        String name = data.string();
        boolean asked = false;
        for (int queries = data.count(4); queries > 0; queries--) {
            asked |= data.string().equals(Nbd.ALLOCATION);
        }
        data.end();
        if (!structured) {
            throw new OptionData.Invalid("structured replies must be agreed on first");
        }
        if (known(name, replies) != null) {
            if (asked) {
                allocation = name;
                replies.allocationContext(Nbd.ALLOCATION_CONTEXT);
            }
            replies.acknowledge();
        }
    }

    private Export known(String name, OptionReplies replies) throws IOException {
        Export export = exports.find(name);
        if (export == null) {
            replies.refuse(Nbd.REP_ERR_UNKNOWN, "there is no export '" + name + "'");
        }
        return export;
    }
}
