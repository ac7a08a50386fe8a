/** What happened in the deployment, and who did it. */
package secondsite.server.configuration.activity;
