/** How the deployment is in numbers, for Prometheus. */
package secondsite.server.configuration.metrics;
