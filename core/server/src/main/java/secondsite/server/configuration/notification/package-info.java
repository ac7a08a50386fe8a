/** Telling people and programs elsewhere what needs them: by mail and by webhook, never lost, never too often. */
package secondsite.server.configuration.notification;
