package secondsite.server.configuration.plan;

import java.util.List;

/** A page that is written piece by piece. Whatever a text holds, it is only shown. */
final class Html {

    private static final String STYLE = "body{font:14px/1.45 system-ui,sans-serif;color:#1b1f24;margin:2em auto;"
            + "max-width:75em;padding:0 1em}h1{font-size:1.6em}h2{font-size:1.2em;margin-top:1.8em;break-after:avoid}"
            + "table{border-collapse:collapse;width:100%}th,td{border:1px solid #c4cad1;padding:.3em .5em;"
            + "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eef1f4}tr{break-inside:avoid}"
            + "figure{display:inline-block;margin:0 1em 1em 0;break-inside:avoid}img{max-width:24em;border:1px solid"
            + " #c4cad1}pre{background:#eef1f4;padding:.7em;white-space:pre-wrap}"
            + "@media print{body{margin:0;max-width:none;font-size:10px}}";

    private final StringBuilder text = new StringBuilder();

    Html(String language, String title) {
        text.append("<!DOCTYPE html>\n<html lang=\"").append(escaped(language)).append("\">\n<head>\n")
                .append("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src"
                        + " 'none'; img-src data:; style-src 'unsafe-inline'\">\n<title>")
                .append(escaped(title)).append("</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
        in("h1", title);
    }

    void heading(String title) {
        in("h2", title);
    }

    void paragraph(String said) {
        in("p", said);
    }

    void commands(String said) {
        in("pre", said);
    }

    private void in(String element, String said) {
        text.append('<').append(element).append('>').append(escaped(said)).append("</").append(element).append(">\n");
    }

    void table(List<String> heads) {
        text.append("<table>\n<thead>");
        row("th", heads);
        text.append("</thead>\n<tbody>\n");
    }

    void row(List<String> cells) {
        row("td", cells);
    }

    private void row(String element, List<String> cells) {
        text.append("<tr>");
        cells.forEach(cell -> text.append('<').append(element).append('>')
                .append(escaped(cell).replace("\n", "<br>")).append("</").append(element).append('>'));
        text.append("</tr>\n");
    }

    void endTable() {
        text.append("</tbody>\n</table>\n");
    }

    /** Two columns. */
    void fact(String name, String value) {
        text.append("<tr><th>").append(escaped(name)).append("</th><td>").append(escaped(value))
                .append("</td></tr>\n");
    }

    void facts() {
        text.append("<table>\n<tbody>\n");
    }

    /** @param png in Base64 */
    void picture(String png, String caption) {
        text.append("<figure><img alt=\"").append(escaped(caption)).append("\" src=\"data:image/png;base64,")
                .append(png).append("\"><figcaption>").append(escaped(caption)).append("</figcaption></figure>\n");
    }

    String end() {
        return text.append("</body>\n</html>\n").toString();
    }

    private static String escaped(String said) {
        return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
