/** What is not as it should be, and what happened: alerts are taken note of and muted, events are searched. */
package secondsite.app.alerts;
