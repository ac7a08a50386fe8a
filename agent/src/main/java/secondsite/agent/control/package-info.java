/** Orders to a running agent and what it answers; for now from people on the same machine, over a unix socket. */
package secondsite.agent.control;
