/** The keeper: replicas of disks, each a base image and the journal of its past; retention, damage found, and nothing of the network. */
package secondsite.server.target;
