package secondsite.engine.nbd;

import java.nio.ByteBuffer;

/**
 * What a client and the server agreed on.
 *
 * @param structured replies come in chunks
 * @param allocation the client may ask for extents
 * @param rest requests that came with the end of the handshake
 */
record Session(Transport transport, Export export, boolean structured, boolean allocation, ByteBuffer rest) {}
