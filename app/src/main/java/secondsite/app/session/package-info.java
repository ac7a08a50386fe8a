/** Signing in at a configuration server, and what it tells from then on: a model of the deployment that moves by its events. */
package secondsite.app.session;
