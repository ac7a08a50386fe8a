/** Agents that are installed on machines over SSH: real servers, real agents, real OpenSSH, a Debian for each machine. */
package secondsite.drill.installing;
