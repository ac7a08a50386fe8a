/**
 * Recovery points: which there are, a disk as it was at one of them served over NBD, or written into a file of its own. What is kept
 * for longer, what is to be destroyed, and backups of the configuration server's database. Offered by a master target to its configuration
 * server and to administrators.
 *
 * <ul>
 * <li>{@code GET /v1/disks}: the replicas ({@link secondsite.api.point.ReplicaSummary}).
 * <li>{@code GET /v1/disks/{disk}/points?from=&to=&kind=&order=&after=&limit=}: what can be recovered
 * ({@link secondsite.api.point.PointList}); times in ISO 8601; {@code order} is {@code oldest} or {@code newest}; at most 1000 at once.
 * <li>{@code POST /v1/disks/{disk}/points/lookup}: a {@link secondsite.api.point.PointLookup}; answered with those points that the disk has.
 * {@code GET /v1/disks/{disk}/moments}: the times of which any moment can be recovered ({@link secondsite.api.point.Moments}).
 * <li>{@code POST /v1/disks/{disk}/pins}: a {@link secondsite.api.point.PinRequest}; answered with the {@link secondsite.api.point.Pin}.
 * {@code GET} lists a disk's pins, {@code DELETE /v1/disks/{disk}/pins/{id}} takes one away.
 * <li>{@code POST /v1/disks/{disk}/deletions}: a {@link secondsite.api.point.DeletionRequest}; answered with the
 * {@link secondsite.api.point.Deletion}, which is done after a quarantine. {@code GET /v1/deletions} lists those that are pending and the
 * last that were done, {@code DELETE /v1/deletions/{id}} undoes one that is pending.
 * <li>{@code GET /v1/clock}: the {@link secondsite.api.point.TargetClock}; {@code POST /v1/clock/confirmation}: a
 * {@link secondsite.api.point.ClockConfirmation} that the time is right.
 * <li>{@code PUT /v1/backups/{name}}, by the configuration server only: a file of at most 4 GiB with its SHA-256 in the header
 * {@code Secondsite-Sha256}; answered with the {@link secondsite.api.point.Backup}. The same again changes nothing, another one of the
 * same name is refused. {@code GET /v1/backups} lists them, {@code GET /v1/backups/{name}} gives one with the same header.
 * <li>{@code POST /v1/disks/{disk}/exports}: an {@link secondsite.api.point.ExportRequest}; answered with the
 * {@link secondsite.api.point.Export} as soon as it is served. {@code GET /v1/exports} lists them, {@code DELETE /v1/exports/{id}} ends one
 * and forgets what was written to it.
 * <li>{@code POST /v1/disks/{disk}/extractions}: an {@link secondsite.api.point.ExtractionRequest}; answered at once, and
 * {@code GET /v1/extractions/{id}} tells how far it is. {@code DELETE /v1/extractions/{id}} cancels it.
 * </ul>
 *
 * <p>People ask a configuration server, which asks the master targets:
 *
 * <ul>
 * <li>{@code GET /v1/machines/{machine}/points?from=&to=&kind=&order=&after=&limit=}: {@link secondsite.api.point.MachinePoints}, the marks of
 * one id over all disks.
 * <li>{@code POST} and {@code DELETE /v1/machines/{machine}/points/{point}/pin}, {@code GET /v1/machines/{machine}/pins}: the
 * {@link secondsite.api.point.MachinePin}s.
 * <li>{@code GET /v1/deletions?state=}: a {@link secondsite.api.point.DeletionList} of all master targets; {@code POST}: a
 * {@link secondsite.api.point.DeletionOrder}; {@code DELETE /v1/deletions/{deletion}} undoes one.
 * <li>{@code GET /v1/clocks}: a {@link secondsite.api.point.ClockList}; {@code POST /v1/clocks/{target}/confirmation} confirms one.
 * </ul>
 */
package secondsite.api.point;
