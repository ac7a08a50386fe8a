/**
 * An agent under a configuration server: tells it how the disks stand, carries out what it assigns and orders, and goes on with that while
 * it is away.
 */
package secondsite.agent.management;
