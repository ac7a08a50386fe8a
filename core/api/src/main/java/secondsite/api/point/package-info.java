/**
 * Recovery points: which there are, a disk as it was at one of them served over NBD, or written into a file of its own. Offered by a
 * master target to administrators.
 *
 * <ul>
 * <li>{@code GET /v1/disks}: the replicas ({@link secondsite.api.point.ReplicaSummary}).
 * <li>{@code GET /v1/disks/{disk}/points?from=&to=}: what can be recovered ({@link secondsite.api.point.PointList}); times in ISO 8601.
 * <li>{@code POST /v1/disks/{disk}/exports}: an {@link secondsite.api.point.ExportRequest}; answered with the
 * {@link secondsite.api.point.Export} as soon as it is served. {@code GET /v1/exports} lists them, {@code DELETE /v1/exports/{id}} ends one
 * and forgets what was written to it.
 * <li>{@code POST /v1/disks/{disk}/extractions}: an {@link secondsite.api.point.ExtractionRequest}; answered at once, and
 * {@code GET /v1/extractions/{id}} tells how far it is. {@code DELETE /v1/extractions/{id}} cancels it.
 * </ul>
 */
package secondsite.api.point;
