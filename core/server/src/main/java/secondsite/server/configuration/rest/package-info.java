/** What the configuration server answers over REST. */
package secondsite.server.configuration.rest;
