/**
 * What goes on: jobs and their tasks, events, alerts, and the catalogue of errors.
 *
 * <p>All under {@code /v1/} of the configuration server. Lists are {@link secondsite.api.Page pages}, newest first unless told otherwise;
 * {@code after} and {@code limit} say which part.
 *
 * <pre>
 * GET    jobs?state=&amp;type=&amp;subject=           {@link secondsite.api.activity.Job}; viewer
 * GET    jobs/{number}                        {@link secondsite.api.activity.Job}; viewer
 * GET    jobs/{number}/log                    {@link secondsite.api.activity.JobLine}, oldest first; viewer
 * POST   jobs/{number}/cancel                 operator
 * POST   jobs/{number}/retry                  operator
 * GET    events?severity=&amp;type=&amp;subject=&amp;since=  {@link secondsite.api.activity.Event}; viewer
 * GET    events/stream                        server-sent events, see {@link secondsite.api.client.EventStream}; viewer
 * GET    errors?language=                     {@link secondsite.api.activity.ErrorTextList}; anyone
 * GET    errors/{code}?language=              {@link secondsite.api.activity.ErrorText}; anyone
 * </pre>
 */
package secondsite.api.activity;
