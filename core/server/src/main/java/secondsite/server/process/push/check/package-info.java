/** What has to be so on a machine that an agent is installed on, a class for each. */
package secondsite.server.process.push.check;
