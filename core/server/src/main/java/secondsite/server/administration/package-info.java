/** The administrator's verbs: what people ask of a configuration server from a terminal. They know only what is said, the API. */
package secondsite.server.administration;
