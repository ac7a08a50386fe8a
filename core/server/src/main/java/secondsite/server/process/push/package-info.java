/**
 * Agents brought to machines over SSH: the connection, what is looked at first, and the steps, one at an order of the configuration server.
 * What runs on the machine are the small programs in {@code push/}.
 */
package secondsite.server.process.push;
