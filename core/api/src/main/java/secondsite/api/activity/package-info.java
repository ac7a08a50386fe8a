/** What goes on: jobs and their tasks, events, alerts, and the catalogue of errors. */
package secondsite.api.activity;
