package secondsite.api.replication;

/**
 * Let a machine's disks go over other servers.
 *
 * @param processServer null for the same as now
 * @param masterTarget  null for the same as now; another one begins with an initial replication, and what the old one keeps stays there
 */
public record MoveRequest(String processServer, String masterTarget) {}
