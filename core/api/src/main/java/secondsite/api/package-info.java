/** Words that everybody uses: errors, versions, pages. */
package secondsite.api;
