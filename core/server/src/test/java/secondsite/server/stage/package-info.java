/** What tests of whole roles stand on: servers on machines in memory, and an agent's part for them. */
package secondsite.server.stage;
