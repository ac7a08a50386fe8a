/** The picture of sites, machines and the ways their writes take: its model, its layout, and the canvas that shows it. */
package secondsite.app.control.topology;
