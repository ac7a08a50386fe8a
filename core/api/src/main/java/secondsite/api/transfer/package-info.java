/**
 * How the records of a disk travel: agent → process server → master target, HTTP/1.1 over mutual TLS 1.3, the same requests on both
 * ways. Paths, headers and limits are in {@link secondsite.api.transfer.Transfer}; errors are {@link secondsite.api.Problem}s.
 *
 * <ul>
 * <li>{@code POST /v1/disks/{disk}/slices}: whole batches one behind the other ({@value secondsite.api.transfer.Transfer#BATCHES}),
 * at most 8 MiB, length declared; headers {@value secondsite.api.transfer.Transfer#EPOCH},
 * {@value secondsite.api.transfer.Transfer#FIRST}, {@value secondsite.api.transfer.Transfer#LAST}. Answered with a
 * {@link secondsite.api.transfer.Position} when the records are durable. The same slice may come any number of times.
 * <li>{@code GET /v1/disks/{disk}/position}: the same answer without sending.
 * <li>{@code GET /v1/disks/{disk}/copy}: how far the initial copy is ({@link secondsite.api.transfer.CopyStatus}).
 * <li>{@code POST /v1/disks/{disk}/copy}: batches of COPY and ZERO records for the base image. Answered when they are written; durable
 * are the chunks that a later status names.
 * <li>{@code POST /v1/disks/{disk}/copy/force}: makes durable what was written; answered with the status.
 * <li>{@code POST /v1/disks/{disk}/copy/finish}: a {@link secondsite.api.transfer.CopyEnd}; the copy is over.
 * <li>{@code GET /v1/disks/{disk}/checksums?offset=&length=&block=&sequence=&read=&parts=}: 16 bytes for each block
 * ({@value secondsite.api.transfer.Transfer#CHECKSUMS}); headers {@value secondsite.api.transfer.Transfer#SEED} and
 * {@value secondsite.api.transfer.Transfer#SEQUENCE} say how they were made and of which state of the disk. With {@code parts}, only
 * those of some parts of the range, each of {@link secondsite.api.transfer.Transfer#CHECKSUM_PART_BYTES}: a bit for each part, the first one the lowest
 * of the first byte, in hexadecimal digits.
 * </ul>
 */
package secondsite.api.transfer;
