/**
 * The only HTTP client: one class per resource, and the identity with which a program shows itself (mutual TLS 1.3). Errors of a server
 * become {@link secondsite.api.client.TransferException}s; every call ends within a limited time.
 */
package secondsite.api.client;
