/**
 * Agents on machines: installed, upgraded, rolled back and removed over SSH by a process server, or fetched by the machine itself.
 *
 * <p>What people ask of the configuration server, under {@code /v1/}:
 *
 * <pre>
 * POST   installations             {@link secondsite.api.installation.InstallationRequest} -> {@link secondsite.api.installation.InstallationList}; admin
 * GET    installations?batch=ID    {@link secondsite.api.installation.InstallationList}, the newest first; viewer
 * GET    installations/{id}        {@link secondsite.api.installation.Installation}; viewer
 * DELETE installations/{id}        forgets one that is over; admin
 * POST   installations/retry       {@link secondsite.api.installation.InstallationRetry}: those that failed, as new ones; admin
 * POST   pull                      {@link secondsite.api.installation.PullRequest} -> {@link secondsite.api.installation.PullLine}; admin
 * GET    pull                      the program that a machine runs which fetches its agent itself; anyone
 * GET    packages                  {@link secondsite.api.installation.PackageList}; viewer, process servers
 * GET    packages/{file}           its bytes; operator, process servers, and who shows a one-time token
 * GET    host-keys                 {@link secondsite.api.installation.HostKeyList}; viewer
 * DELETE host-keys/{id}            the machine's key is unknown again; admin
 * </pre>
 *
 * <p>Each installation is a job: its tasks and progress are told there, and it is cancelled there.
 *
 * <p>What only the configuration server asks of a process server: {@link secondsite.api.installation.Pushing}.
 */
package secondsite.api.installation;
