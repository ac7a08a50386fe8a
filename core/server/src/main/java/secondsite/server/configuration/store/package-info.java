/** What the configuration server knows, in a database: one store for each noun. The only place for SQL, kept portable. */
package secondsite.server.configuration.store;
