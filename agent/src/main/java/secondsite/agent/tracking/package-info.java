/**
 * Which places of a block device were written, from what the kernel tells of completed requests: pure parsing, a map, and the law of rounds.
 * The kernel itself is behind {@link secondsite.agent.tracking.WriteEvents} and {@link secondsite.agent.tracking.TrackedDevice}.
 */
package secondsite.agent.tracking;
