/** What is around an agent, played over real connections: a configuration server, process servers, a target. */
package secondsite.agent.stage;
