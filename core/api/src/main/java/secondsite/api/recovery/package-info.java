/**
 * Failovers: machines that are brought up from their replicas, for a test or in earnest, and what becomes of them.
 *
 * <p>All under {@code /v1/} of the configuration server.
 *
 * <pre>
 * GET    machines/{machine}/recovery-settings   {@link secondsite.api.recovery.RecoverySettings}; viewer
 * PUT    machines/{machine}/recovery-settings   {@link secondsite.api.recovery.RecoverySettings}; admin
 * POST   machines/{machine}/failovers/preview   {@link secondsite.api.recovery.FailoverPreview}; operator
 * POST   machines/{machine}/failovers           {@link secondsite.api.recovery.OrderedFailover}; operator
 * GET    failovers?machine=&amp;open=               {@link secondsite.api.recovery.FailoverList}; viewer
 * GET    failovers/{failover}                   {@link secondsite.api.recovery.Failover}; viewer
 * POST   failovers/{failover}/cleaning          {@link secondsite.api.recovery.OrderedFailover}; operator
 * POST   failovers/{failover}/point             {@link secondsite.api.recovery.OrderedFailover}; operator
 * POST   failovers/{failover}/commit            {@link secondsite.api.recovery.OrderedFailover}; admin
 * POST   failovers/{failover}/cancelling        {@link secondsite.api.recovery.OrderedFailover}; operator
 * GET    failovers/{failover}/picture           PNG; viewer
 * GET    failovers/{failover}/console?offset=   {@link secondsite.api.host.ConsoleText}; viewer
 * </pre>
 *
 * <p>Which moment a word for a point means, when all disks of a machine are to be as they were at one moment:
 *
 * <pre>
 * latest          of one disk its newest record; of several the newest time up to which all of them are known without a gap
 * latest-app      the newest app-consistent point that all disks have
 * latest-group    the newest group point that all disks of all members of the group have
 * an id           of a point that all disks have
 * a time          any within the times of which all disks have every moment
 * </pre>
 */
package secondsite.api.recovery;
