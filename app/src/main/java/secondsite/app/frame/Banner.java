package secondsite.app.frame;

import secondsite.app.navigation.Place;

/**
 * A line over everything about what must not be forgotten.
 *
 * @param kind  style class: {@code test}, {@code over}, {@code stale}
 * @param verb  of its button
 * @param place where the button leads
 */
public record Banner(String kind, String icon, String text, String verb, Place place) {}
