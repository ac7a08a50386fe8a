/**
 * Belonging to a deployment: joining it, certificates, and the log of who changed what.
 *
 * <p>All under {@code /v1/} of the configuration server, in JSON; errors are {@link secondsite.api.Problem problems}. Programs show a
 * certificate. People sign in and send {@code Authorization: Bearer TOKEN}, or have an administrator's certificate; what needs which role
 * is told behind each line.
 *
 * <pre>
 * POST   join                      {@link secondsite.api.security.JoinRequest} -> {@link secondsite.api.security.Joined}; anyone
 * POST   certificates/renewal      {@link secondsite.api.security.RenewalRequest} -> {@link secondsite.api.security.Joined}; programs
 * GET    certificates              {@link secondsite.api.security.CertificateList}; admin
 * DELETE certificates/{serial}     revokes it, at once and for ever; admin
 * POST   join-tokens               {@link secondsite.api.security.TokenRequest} -> {@link secondsite.api.security.JoinToken}; admin
 * POST   passphrase                another passphrase, {@link secondsite.api.security.NewPassphrase}; admin
 * GET    audit?after=N             {@link secondsite.api.security.AuditPage}; viewer
 * GET    audit/verification        {@link secondsite.api.security.AuditVerification}, all lines are read; viewer
 * POST   sessions                  {@link secondsite.api.security.SignIn} -> {@link secondsite.api.security.Session}; anyone
 * GET    sessions/own              {@link secondsite.api.security.Session}; viewer
 * DELETE sessions/own              signs out; viewer
 * GET    users                     {@link secondsite.api.security.UserList}; admin
 * POST   users                     {@link secondsite.api.security.NewUser}; admin
 * DELETE users/{name}              admin
 * POST   users/{name}/role         {@link secondsite.api.security.NewRole}; admin
 * POST   users/{name}/password     {@link secondsite.api.security.NewPassword}; the user, or admin. Ends all sessions of the user
 * </pre>
 */
package secondsite.api.security;
