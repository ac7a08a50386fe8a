/** How the console looks and speaks; who belongs to the deployment, whom it notifies, what was done, and its backups. */
package secondsite.app.settings;
