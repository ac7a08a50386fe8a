/** What a person has written down for this program: one YAML file over the defaults, read strictly. */
package secondsite.server.settings;
