/**
 * Group points: machines of a replication group place one mark at the same moment. {@link secondsite.agent.freeze.group.LeaderSide}
 * and {@link secondsite.agent.freeze.group.MemberSide} are the protocol, the rest is threads, sockets and TLS around them.
 *
 * <p>A mark that only some members have is no group point: a point is one only where all disks of all members have a mark with its id. That is for
 * whoever lists points to see, the configuration server; the leader's word that a point was made comes on top of it. It needs no more,
 * since a member places a mark only in a hold that began before the leader knew that all members hold: whatever is lost, late
 * or repeated, and whoever dies, marks with one id on all disks have a moment in common at which no write passed anywhere.
 */
package secondsite.agent.freeze.group;
