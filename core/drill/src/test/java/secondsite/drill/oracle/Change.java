package secondsite.drill.oracle;

/**
 * One change of a disk: bytes at a place.
 *
 * @param data    what is there afterwards; zeros too are given as bytes
 * @param certain false when the guest was told that it failed: nobody knows what is there now
 */
public record Change(int offset, byte[] data, boolean certain) {

    int end() {
        return offset + data.length;
    }
}
