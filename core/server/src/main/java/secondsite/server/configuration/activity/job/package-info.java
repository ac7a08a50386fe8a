/** Long work: jobs of tasks that are kept in the database, go on after a crash, and are tried again where that may help. */
package secondsite.server.configuration.activity.job;
