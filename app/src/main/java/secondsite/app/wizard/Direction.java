package secondsite.app.wizard;

/** From where to where something goes, in the names of the places: never "source" and "target", which swap when it is done. */
public record Direction(String from, String to) {}
