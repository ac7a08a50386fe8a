/**
 * Belonging to a deployment: joining it, certificates, and the log of who changed what.
 *
 * <p>All under {@code /v1/} of the configuration server, in JSON; errors are {@link secondsite.api.Problem problems}. Without a
 * certificate only {@code POST join} is answered.
 *
 * <pre>
 * POST   join                      {@link secondsite.api.security.JoinRequest} -> {@link secondsite.api.security.Joined}
 * POST   certificates/renewal      {@link secondsite.api.security.RenewalRequest} -> {@link secondsite.api.security.Joined}
 * GET    certificates              {@link secondsite.api.security.CertificateList}; administrators
 * DELETE certificates/{serial}     revokes it, at once and for ever; administrators
 * POST   join-tokens               {@link secondsite.api.security.TokenRequest} -> {@link secondsite.api.security.JoinToken}; administrators
 * POST   passphrase                another passphrase, {@link secondsite.api.security.NewPassphrase}; administrators
 * GET    audit?after=N             {@link secondsite.api.security.AuditPage}; administrators
 * </pre>
 */
package secondsite.api.security;
