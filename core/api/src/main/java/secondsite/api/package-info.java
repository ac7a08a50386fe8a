/**
 * Words that everybody uses: {@link secondsite.api.Problem} is the body of every error (RFC 9457), with a stable
 * {@link secondsite.api.ProblemCode}; {@link secondsite.api.Json} is how records are written.
 */
package secondsite.api;
