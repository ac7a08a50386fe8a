package secondsite.engine.nbd;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Handshakes and requests that begin as correct ones, and are then spoiled: the same for the same seed. */
final class HostileBytes {

    private static final int LIMIT = 100_000;
    private static final long[] NASTY = {0, 1, -1, 0x7fff_ffffL, 0xffff_ffffL, 0x8000_0000L, Long.MAX_VALUE,
            Long.MIN_VALUE, 1 << 20, (32 << 20) + 1};

    private final Random random;
    private final ByteBuffer bytes = ByteBuffer.allocate(LIMIT);

    HostileBytes(long seed) {
        random = new Random(seed);
    }

    /** What a client may send after the greeting. */
    byte[] handshake() {
        bytes.clear();
        bytes.putInt(random.nextInt(20) == 0 ? random.nextInt() : 3);
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            option(random.nextInt(14));
        }
        option(7);
        transmission(random.nextInt(3));
        return spoiled();
    }

    /** What a client may send once it has chosen its export. */
    byte[] requests() {
        bytes.clear();
        transmission(1 + random.nextInt(20));
        return spoiled();
    }

    private void option(int option) {
        byte[] data = switch (random.nextInt(4)) {
            case 0 -> RawClient.exportInfo(random.nextBoolean() ? "" : "other");
            case 1 -> RawClient.contexts("", "base:allocation", "x".repeat(random.nextInt(50)));
            case 2 -> new byte[random.nextInt(300)];
            default -> new byte[0];
        };
        if (option == 7 && random.nextInt(3) > 0) {
            data = RawClient.exportInfo("");
        }
        bytes.putLong(0x49484156454f5054L).putInt(option).putInt(data.length).put(data);
    }

    private void transmission(int count) {
        for (int i = 0; i < count; i++) {
            int command = random.nextInt(10);
            int length = random.nextInt(4) == 0 ? (int) nasty() : random.nextInt(3000);
            int payload = command == RawClient.WRITE ? Math.clamp(length, 0, 3000) : 0;
            long offset = random.nextInt(4) == 0 ? nasty() : random.nextInt(1 << 20);
            int flags = random.nextInt(4) == 0 ? random.nextInt(1 << 16) : random.nextInt(2);
            if (command == RawClient.DISC && random.nextInt(4) > 0) {
                command = RawClient.READ;
            }
            bytes.put(RawClient.request(flags, command, random.nextLong(), offset, length, new byte[payload]));
        }
    }

    private long nasty() {
        return NASTY[random.nextInt(NASTY.length)];
    }

    private byte[] spoiled() {
        byte[] all = Arrays.copyOf(bytes.array(), bytes.position());
        for (int count = random.nextInt(4); count > 0 && all.length > 8; count--) {
            all = spoiled(all);
        }
        return all;
    }

    private byte[] spoiled(byte[] all) {
        int at = random.nextInt(all.length - 8);
        switch (random.nextInt(6)) {
            case 0 -> all[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> ByteBuffer.wrap(all).putInt(at, (int) nasty());
            case 2 -> ByteBuffer.wrap(all).putLong(at, nasty());
            case 3 -> {
                return Arrays.copyOf(all, at);
            }
            case 4 -> {
                byte[] cut = Arrays.copyOf(all, all.length - 3);
                System.arraycopy(all, at + 3, cut, at, all.length - at - 3);
                return cut;
            }
            default -> {
                byte[] twice = Arrays.copyOf(all, Math.min(LIMIT, all.length + all.length - at));
                System.arraycopy(all, at, twice, all.length, twice.length - all.length);
                return twice;
            }
        }
        return all;
    }
}
