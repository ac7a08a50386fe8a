/** What the configuration server needs to go on, sealed into one file, sent to every master target, and brought back from there. */
package secondsite.server.configuration.backup;
