/** What the agent is told by its configuration file, read strictly: what is wrong is named with file and line. */
package secondsite.agent.configuration;
