/** The frame of the window: sidebar, top bar, banners, palette, status strip and the drawer of jobs; screens are shown in its middle. */
package secondsite.app.frame;
