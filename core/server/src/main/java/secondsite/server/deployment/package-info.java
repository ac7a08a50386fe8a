/** Makes a deployment: its authority, a certificate for each program, and configuration files that fit together. */
package secondsite.server.deployment;
